"""The picture of a preview carries a verdict in its own words; other figures give another, equal ones the same bytes."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from built_pages import soup_of
from hand_made import CITATION, FILLED, FULL, results
from helpers.pages.share import BARS, LEFT, RIGHT, SIZE, draw_icon, draw_preview, preview_of, said, wrap

#: A quarter to a half of the seats; the verdict's words name them.
HALF = FILLED.model_copy(
    update={"low": 0.25, "central": 0.375, "high": 0.5, "text": "about 38 percent", "range": "25 to 50 percent"}
)


def ferry(share=HALF, words=FULL.text):
    verdict = FULL.model_copy(update={"text": words})
    known = results()
    return results(figures={**known.figures, "filled": share}, verdicts={"full": verdict})


def picture(preview):
    return Image.open(io.BytesIO(draw_preview(preview))).convert("RGB")


def test_a_preview_says_the_verdict_and_what_is_drawn():
    preview = preview_of(ferry(), replace(CITATION, edition="Two boats"), "full")
    assert preview.sentence == "About 38 percent of the seats are taken."
    assert preview.figure == HALF
    assert preview.ids == ("filled",)
    assert preview.release == "Version 2.0, edition Two boats, 31 January 2026"
    assert preview.words == (
        "A ferry About 38 percent of the seats are taken. "
        "Drawn to scale: share of the seats that is taken, about 38 percent, range 25 to 50 percent."
    )


def test_without_a_verdict_the_title_stands_and_an_unknown_one_is_an_error():
    preview = preview_of(ferry(), replace(CITATION, title="Is it full? A ferry"), "")
    assert (preview.question, preview.sentence, preview.figure) == ("Is it full?", "A ferry", None)
    assert picture(preview).size == SIZE
    with pytest.raises(KeyError):
        preview_of(ferry(), CITATION, "empty")


@pytest.mark.parametrize(("low", "high"), [(2.66, 3.43), (0.5, None), (None, 0.5)])
def test_what_is_no_part_of_a_whole_is_not_drawn(low, high):
    share = FILLED.model_copy(update={"low": low, "high": high})
    assert preview_of(ferry(share), CITATION, "full").figure is None


def test_the_share_is_drawn_to_scale():
    """A quarter of the bar is sure, to its half the range leaves open, the rest is the whole: three colours."""
    row = picture(preview_of(ferry(), CITATION, "full"))
    colours = [row.getpixel((x, 440)) for x in range(LEFT, RIGHT)]
    ends = [x for x in range(1, len(colours)) if colours[x] != colours[x - 1]]
    width = RIGHT - LEFT  # 1056: a quarter is 264, a half 528
    assert ends == pytest.approx([264, 528], abs=2)
    assert width == 1056


def test_equal_figures_give_equal_bytes_and_others_others():
    preview = preview_of(ferry(), CITATION, "full")
    assert draw_preview(preview) == draw_preview(preview_of(ferry(), CITATION, "full"))
    assert draw_preview(preview) != draw_preview(preview_of(ferry(words="About 39 percent."), CITATION, "full"))
    assert draw_preview(preview) != draw_preview(
        preview_of(ferry(HALF.model_copy(update={"high": 0.6})), CITATION, "full")
    )


def test_a_long_sentence_stays_within_the_picture():
    preview = preview_of(
        ferry(words="The seats are taken by those who came first and sat down. " * 6), CITATION, "full"
    )
    drawn = picture(preview)
    margin = [drawn.getpixel((x, y)) for x in range(RIGHT + 10, SIZE[0]) for y in range(20, SIZE[1], 3)]
    assert len(set(margin)) == 1


def test_lines_break_between_words():
    class Each:
        """Every letter is one wide."""

        getlength = staticmethod(len)

    assert wrap("one two three enormously", Each, 8) == ["one two", "three", "enormously"]


def test_a_range_is_said_where_it_says_more():
    assert said(HALF) == "about 38 percent, range 25 to 50 percent"
    assert said(HALF.model_copy(update={"text": "25 to 50 percent"})) == "25 to 50 percent"


def test_the_icon_is_the_drawing_of_the_svg():
    icon = Image.open(io.BytesIO(draw_icon())).convert("RGB")
    scale = icon.width / 32
    for (left, top, right, bottom), colour in BARS:
        middle = (int((left + right) / 2 * scale), int((top + bottom) / 2 * scale))
        assert "#{:02x}{:02x}{:02x}".format(*icon.getpixel(middle)) == colour


def test_the_pages_name_the_picture_and_it_is_there(built):
    for name, address in (("index", "_static/share.png"), ("shortage", "../_static/share.png")):
        tags = {
            tag.get("property") or tag.get("name"): tag.get("content") for tag in soup_of(built, name).find_all("meta")
        }
        assert tags["og:image"] == tags["twitter:image"] == address
        assert tags["twitter:card"] == "summary_large_image"
        assert "of the stated shortage: marginal." in tags["og:image:alt"]
        assert "about 0.88 percent" in tags["og:image:alt"]
    pages = built / "_build" / "html"
    with Image.open(pages / "_static" / "share.png") as drawn:
        assert drawn.size == (1200, 630)
    icons = [link["href"] for link in soup_of(built, "index").select("link[rel=icon]")]
    assert icons == ["_static/favicon.svg", "_static/favicon.png"]
    assert all((pages / icon).is_file() for icon in icons)
