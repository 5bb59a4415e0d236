"""The served book in a browser: it is reloaded where it was read, and what cannot be built is told over it."""

import threading
from functools import partial

import pytest

from built_pages import wait_until
from helpers.edition.publish import publish
from helpers.edition.serve import LOOPBACK, News, Pages, Server
from helpers.pages.policy import hold

LONG = "<!DOCTYPE html><html><head></head><body><h1>The {} book</h1>" + "<p>A line.</p>" * 200 + "</body></html>"


def publish_book(tmp_path, word):
    made = tmp_path / word
    for name in ("html", "notebooks"):
        (made / name).mkdir(parents=True)
    (made / "html" / "index.html").write_text(hold(LONG.format(word)))
    (made / "results.json").write_text("{}")
    publish(made, tmp_path / "home", word)


@pytest.fixture
def served(tmp_path):
    (tmp_path / "home").mkdir()
    publish_book(tmp_path, "old")
    news = News(tmp_path / "home")
    with Server((LOOPBACK, 0), partial(Pages, news=news)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield news, f"http://{LOOPBACK}:{server.server_port}/"
        news.close()
        server.shutdown()


def test_a_page_is_reloaded_where_it_was_read_and_faults_are_told_over_it(browser, served, tmp_path):
    news, address = served
    page = browser.new_page(viewport={"width": 800, "height": 600})
    page.goto(address)
    page.evaluate("window.scrollTo(0, 1500)")
    news.tell("error: claims.csv, line 2: <b>many</b>\n1 fault; nothing was changed.")
    told = page.get_by_role("dialog")
    told.wait_for()
    assert told.locator("pre").inner_text() == "error: claims.csv, line 2: <b>many</b>\n1 fault; nothing was changed."
    assert page.locator("h1").inner_text() == "The old book"
    told.get_by_role("button").click()
    assert not told.is_visible()
    news.tell("error: claims.csv, line 3")
    told.wait_for()
    news.tell("")
    told.wait_for(state="detached")
    publish_book(tmp_path, "new")
    news.tell("")
    wait_until(page, "document.querySelector('h1')?.textContent === 'The new book'")
    wait_until(page, "window.scrollY === 1500")
    page.close()
