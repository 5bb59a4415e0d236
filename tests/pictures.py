"""Takes a picture of every page of the built book, wide and narrow, light and dark, into _build/pictures."""

from pathlib import Path

from playwright.sync_api import sync_playwright

from helpers.pages.paper import open_browser

ROOT = Path(__file__).parents[1] / "_build"
WIDTHS = {"wide": 1440, "narrow": 390}


def main() -> None:
    """One picture a page, width and scheme; those of pages that are gone go too."""
    pages, target = (ROOT / "html").resolve(), ROOT / "pictures"
    target.mkdir(exist_ok=True)
    for old in target.glob("*.png"):
        old.unlink()
    with sync_playwright() as playwright:
        browser = open_browser(playwright)
        for width, pixels in WIDTHS.items():
            for scheme in ("light", "dark"):
                size = {"width": pixels, "height": 900}
                page = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce").new_page()
                for path in [pages / "index.html", *sorted((pages / "book").glob("*.html"))]:
                    page.goto(path.as_uri())
                    page.screenshot(path=target / f"{path.stem}-{width}-{scheme}.png", full_page=True)
    print(f"{len(list(target.glob('*.png')))} pictures in {target}")


if __name__ == "__main__":
    main()
