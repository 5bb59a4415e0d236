"""The book while it is written: what is sent, what is heard, and when it is built anew."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from checkouts import REPORT, copy_built, edit_file
from helpers.edition import serve as serving
from helpers.edition.publish import publish
from helpers.edition.serve import EVENTS, News, follow, sources_digest
from helpers.figures.faults import InputError

PAGE = "<html><body><p>The {} book</p></body></html>"
WAIT = 60


def publish_book(tmp_path: Path, home: Path, word: str) -> None:
    made = tmp_path / f"made-{word}"
    for name in ("html", "notebooks"):
        (made / name).mkdir(parents=True)
    (made / "html" / "index.html").write_text(PAGE.format(word))
    (made / "html" / "figure.csv").write_text("</body>")
    (made / "results.json").write_text("{}")
    publish(made, home, f"stamp of {word}")


@contextmanager
def served(home: Path):
    """A server of the book of a folder, on a free port; the news that it tells."""
    news = News(home)
    with serving.open_server(news, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield news, server.server_port
        news.close()
        server.shutdown()


def ask(port: int, path: str, **headers):
    connection = HTTPConnection("127.0.0.1", port, timeout=WAIT)
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def hear(answer) -> dict:
    """The next message; beats are passed over."""
    while line := answer.readline():
        if line.startswith(b"data: "):
            return json.loads(line.removeprefix(b"data: "))
    raise EOFError


def hear_at_last(answer, said: dict) -> bool:
    """Whether a page hears this within three messages: a new book may be heard of before its faults are."""
    return any(hear(answer) == said for _ in range(3))


@pytest.fixture
def book(tmp_path):
    home = tmp_path / "_build"
    home.mkdir()
    publish_book(tmp_path, home, "old")
    return home


# --- what is sent ------------------------------------------------------------------------------------


def test_a_page_is_sent_with_the_script_and_the_book_has_none(book):
    with served(book) as (_, port):
        answer = ask(port, "/")
        page = answer.read().decode()
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert page.startswith("<html><body><p>The old book</p><script>")
        assert page.endswith("</script></body></html>")
        assert '"stamp of old"' in page
        assert ask(port, "/index.html?x=1").read().decode() == page
        assert ask(port, "/figure.csv").read() == b"</body>"  # no page
        assert ask(port, "/none.html").status == 404
        assert ask(port, "/../results.json").status == 404
    assert (book / "html" / "index.html").read_text() == PAGE.format("old")


def test_a_name_of_others_that_leads_here_is_refused(book):
    with served(book) as (_, port):
        assert ask(port, "/", Host=f"elsewhere.example:{port}").status == 403
        assert ask(port, EVENTS, Host=f"elsewhere.example:{port}").status == 403
        assert ask(port, "/", Host=f"localhost:{port}").status == 200


def test_nobody_else_can_reach_it(book):
    with served(book) as (_, port), socket.socket() as other:
        other.bind(("127.0.0.2", port))  # free: the server has 127.0.0.1 alone


def test_before_the_first_book_there_is_a_page_that_waits(tmp_path):
    with served(tmp_path / "_build") as (news, port):
        page = ask(port, "/book/shortage.html").read().decode()
        assert "The book is being built" in page
        assert "EventSource" in page
        listening = ask(port, EVENTS)
        assert hear(listening) == {"book": "", "faults": ""}
        (tmp_path / "_build").mkdir()
        publish_book(tmp_path, tmp_path / "_build", "first")
        news.tell("")
        assert hear(listening) == {"book": "stamp of first", "faults": ""}


# --- what is heard -----------------------------------------------------------------------------------


def test_pages_hear_of_the_next_book_and_of_faults(book, tmp_path):
    with served(book) as (news, port):
        listening = [ask(port, EVENTS) for _ in range(2)]
        for each in listening:
            assert each.headers["Content-Type"] == "text/event-stream"
            assert hear(each) == {"book": "stamp of old", "faults": ""}
        news.tell("error: claims.csv, line 2")
        assert [hear(each) for each in listening] == [
            {"book": "stamp of old", "faults": "error: claims.csv, line 2"}
        ] * 2  # the last good book stays
        publish_book(tmp_path, book, "new")
        news.tell("")
        assert all(hear_at_last(each, {"book": "stamp of new", "faults": ""}) for each in listening)
        assert b"The new book" in ask(port, "/").read()


def test_a_book_that_others_built_is_news_too(book, tmp_path):
    with served(book) as (_, port):
        listening = ask(port, EVENTS)
        hear(listening)
        publish_book(tmp_path, book, "other")
        assert hear(listening)["book"] == "stamp of other"


# --- when it is built --------------------------------------------------------------------------------


@pytest.fixture
def report(tmp_path) -> Path:
    """The sources of a report, as far as watching them goes."""
    for name in ("data", "book"):
        (tmp_path / "report" / name).mkdir(parents=True)
    (tmp_path / "report" / "_toc.yml").write_text("root: index")
    (tmp_path / "report" / "index.md").write_text("# One")
    (tmp_path / "report" / "data" / "claims.csv").write_text("id\n")
    return tmp_path / "report"


def test_the_digest_is_of_what_files_say(report):
    before = sources_digest(report)
    os.utime(report / "index.md", (1, 1))
    (report / "book" / ".page.md.swp").write_text("an editor's own")
    (report / "book" / "page.md~").write_text("an editor's own")
    (report / "notes.txt").write_text("nothing of the book")
    assert sources_digest(report) == before
    for path in ("index.md", "data/claims.csv", "book/page.md", "_config.yml"):
        (report / path).write_text(f"another {path}")
        assert sources_digest(report) != before, path
        before = sources_digest(report)
    (report / "book" / "page.md").unlink()
    assert sources_digest(report) != before


class Stop(Exception):
    """Ends what goes on for ever."""


def test_a_change_is_one_build_and_a_touch_is_none(report, monkeypatch):
    """What changes is reported when the test says so, each time once what was reported before has been looked at."""
    built, done, looked = [], threading.Semaphore(0), threading.Semaphore(0)

    def look(checkout):
        found = sources_digest(checkout)
        looked.release()
        return found

    def wait(semaphore, times=1):
        for _ in range(times):
            assert semaphore.acquire(timeout=WAIT)

    def save(*_, recursive, **options):
        """Save as different editors do; what the system would report of it."""
        if not recursive:
            return
        wait(done)
        wait(looked, 2)  # before the build, and after it
        os.utime(report / "index.md")
        yield "touched"
        wait(looked)
        for number in range(20):  # a burst
            (report / "book" / f"page{number}.md").write_text("more")
        yield from ("a burst", "the end of a burst")
        wait(done)
        (report / "index.new").write_text("# Two")
        os.replace(report / "index.new", report / "index.md")
        yield "replaced"
        wait(done)
        (report / "book" / "page0.md").unlink()
        yield "removed"

    def build():
        built.append(sorted(path.read_text() for path in report.rglob("*.md")))
        done.release()
        if len(built) == 4:
            raise Stop

    monkeypatch.setattr(serving, "sources_digest", look)
    monkeypatch.setattr(serving, "watch", save)
    with pytest.raises(Stop):
        follow(report, build)
    burst = ["more"] * 20
    assert built == [["# One"], ["# One", *burst], ["# Two", *burst], ["# Two", *burst[1:]]]


def test_what_is_saved_is_built(report):
    """By the reports of the system; one that is saved before it is watched is saved again."""
    built = []

    def save():
        for number in range(WAIT):
            (report / "index.new").write_text(f"# {number}")
            os.replace(report / "index.new", report / "index.md")
            if ended.wait(1):
                return

    def build():
        built.append((report / "index.md").read_text())
        if len(built) == 1:
            threading.Thread(target=save, daemon=True).start()
        else:
            raise Stop

    ended = threading.Event()
    with pytest.raises(Stop):
        follow(report, build)
    ended.set()
    assert built[0] == "# One"
    assert built[1] != built[0]


# --- in earnest --------------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_refused(report):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(InputError, match=rf"{port} cannot be had: address already in use; name another"):
            serving.serve(report, port, print)
    with pytest.raises(InputError, match="99999 cannot be had: no such port"):
        serving.serve(report, 99999, print)


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_a_report_is_served_mended_and_left(small, tmp_path_factory):
    report = copy_built(small, tmp_path_factory)
    published = (report / "_build" / "html" / "index.html").read_bytes()
    with subprocess.Popen([REPORT, "serve", "--port", "0"], cwd=report, stdout=subprocess.PIPE, text=True) as command:
        port = int(command.stdout.readline().split("/")[2].partition(":")[2])
        for line in command.stdout:
            if line == "Book: fresh\n":
                break
        listening = ask(port, EVENTS)
        first = hear(listening)
        assert first["faults"] == ""
        edit_file(report / "data" / "claims.csv", ",48200,,", ",many,,")
        wrong = hear(listening)
        assert wrong["book"] == first["book"]
        assert wrong["faults"].startswith("error: claims.csv, line 2, column value: 'many' is not a plain decimal")
        assert wrong["faults"].endswith("\n1 fault; nothing was changed.")
        assert (report / "_build" / "html" / "index.html").read_bytes() == published
        edit_file(report / "data" / "claims.csv", ",many,,", ",48200,,")
        assert hear(listening) == first
        edit_file(report / "index.md", "A local paper asks", "A paper asks")
        assert hear(listening)["book"] != first["book"]
        assert "A paper asks" in ask(port, "/").read().decode()
        (worker,) = Path(f"/proc/{command.pid}/task/{command.pid}/children").read_text().split()
        command.send_signal(signal.SIGINT)
        assert command.wait(WAIT) == 0
        assert command.stdout.read().endswith("stopped; the last published book is untouched.\n")
    left = [path for path in Path("/proc").glob("[0-9]*") if session_of(path) == worker]
    assert left == []


def session_of(process: Path) -> str:
    """The session of a process that runs; empty for one that has ended."""
    try:
        state, _, _, session, *_ = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if state == "Z" else session
