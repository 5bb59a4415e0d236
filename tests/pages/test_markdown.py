import pytest

from helpers.pages.markdown import read_article, shortened, to_markdown


def markdown(html):
    element = read_article(f'<article class="bd-article">{html}</article>')
    return to_markdown(element, lambda element, text: f"{text} [{element.get('data-value')}]").strip()


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<section><h2>Who <em>came</em>?</h2><p>Some.</p></section>", "## Who *came*?\n\nSome."),
        ("<p>It was\n <b> so </b> then.</p>", "It was **so** then."),
        ("<p><strong>How sure: </strong>not at all</p>", "**How sure:** not at all"),
        ("words <p>more</p> rest", "words\n\nmore\n\nrest"),
        ("<ul><li>one<ul><li>two</li></ul></li><li><p>three</p></li></ul>", "- one\n  - two\n- three"),
        ("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two"),
        (
            "<dl><dt>Value</dt><dd>12</dd><dt>Used in</dt><dd><ul><li>a</li></ul></dd></dl>",
            "- **Value**: 12\n- **Used in**:\n  - a",
        ),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td><p>x | y</p></td><td></td></tr></table>",
            "| a | b |\n| --- | --- |\n| x \\| y |  |",
        ),
        (
            '<div class="highlight-ipython3"><div><pre>a = 1\n  b\n</pre></div></div>',
            "```python\na = 1\n  b\n```",
        ),
        ('<div class="highlight-sh"><pre>make</pre></div>', "```sh\nmake\n```"),
        ("<blockquote><p>one</p><p>two</p></blockquote>", "> one\n>\n> two"),
        ("<details><summary>More</summary><p>of it</p></details>", "**More**\n\nof it"),
        ('<p><a href="x.html">there</a> and <a>here</a></p>', "[there](x.html) and here"),
        ("<p>a * b [c] `d` e_f _g_</p>", "a \\* b \\[c\\] \\`d\\` e_f \\_g\\_"),
        ("<p># no heading</p><p>- no item</p><p>1. none</p>", "\\# no heading\n\n\\- no item\n\n\\1. none"),
        ('<p>of <math aria-label="a / b"><mi>a</mi></math> and <code>a_b</code></p>', "of `a / b` and `a_b`"),
        ('<p><a href="#x"><span data-value="n">12 of</span></a>, <button data-value="m">3</button>.</p>', "12 of [n], 3 [m]."),
        ("<p>he said <q>so</q></p><!-- not this -->", "he said “so”"),
        ("<div>one</p></div></div>two<p>three", "one\n\ntwo\n\nthree"),  # what an author's own HTML may leave open
    ],
)  # fmt: skip
def test_what_a_page_says_in_markdown(html, written):
    assert markdown(html) == written


def test_what_works_on_a_screen_alone_is_left_out():
    page = (
        '<html><nav>menu</nav><article class="bd-article"><h1>Title<a class="headerlink" href="#">#</a></h1>'
        "<svg><text>12</text></svg><p hidden>later</p><form><p>typed</p></form><button>press</button>"
        '<p class="show-code">code</p><p>It <span class="phone-only">Range: </span>stands.</p>'
        '<aside popover id="about-x"><p>box</p></aside>'
        '<div class="navigation docutils"><ul><li><a href="b.html">B</a></li></ul></div></article></html>'
    )
    assert to_markdown(read_article(page), lambda element, text: text) == "# Title\n\nIt stands.\n\n- [B](b.html)\n"
    assert read_article("<html><article>another</article></html>") is None


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("One. Two.", 9, "One. Two."),
        ("One. Two.", 8, "One."),
        ("One of many words. Two.", 12, "One of…"),  # no sentence fits
    ],
)
def test_a_text_is_shortened_to_its_sentences_or_to_words(text, most, expected):
    assert shortened(text, most) == expected
    assert len(expected) <= most
