"""The book while it is written: served on this machine, built anew when a source changes, reloaded where it is read.

Pages are sent with a script that listens for the next book; nothing of it is written into the book. Builds run in one
process that has loaded all that they need, and is replaced when the report's own code changes.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from helpers.edition.inputs import BESIDE_THEM, PACKAGE, SOURCES, digest, files_of
from helpers.edition.worker import Worker
from helpers.figures.faults import one_fault
from helpers.pages.policy import permit
from helpers.pages.templating import render
from helpers.pages.written import published_stamp

LOOPBACK = "127.0.0.1"
#: Where a page listens for the next book.
EVENTS = "/-/events"
#: Milliseconds without another save that end a burst of them, and how long a burst may last.
PAUSE, BURST = 100, 2000
#: Seconds after which a page that waits is asked whether it still does, and hears of a book that others built.
BEAT = 1.0

Say = Callable[[str], None]


def serve(checkout: Path, port: int, say: Say) -> None:
    """Serve the article's own book until interrupted. Raises InputError where the port cannot be had."""
    news = News(checkout / "_build")
    with _stopped_by_signals(), open_server(news, port) as server, Worker(checkout) as worker:
        say(f"The book: http://{LOOPBACK}:{server.server_port}/ (Ctrl-C ends this)")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            follow(checkout, lambda: _build(worker, news, say))
        except KeyboardInterrupt:
            say("stopped; the last published book is untouched.")
        finally:
            news.close()
            server.shutdown()


def _build(worker: Worker, news: News, say: Say) -> None:
    """Build once, and tell the pages what came of it."""
    faults = worker.build(say)
    if faults:
        say(faults)
    news.tell(faults)


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Let being terminated be as being interrupted, so that nothing is left running."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


# --- what changes ------------------------------------------------------------------------------------


def follow(checkout: Path, build: Callable[[], None]) -> None:
    """Build now, and after each burst of saves that changed what a source says; for ever."""
    changes: queue.SimpleQueue[object] = queue.SimpleQueue()
    stop = threading.Event()
    folders = [path for path in (*(checkout / name for name in _watched()), PACKAGE) if path.is_dir()]
    for paths, recursive in (([checkout], False), (folders, True)):  # of the root's own folders none but these
        threading.Thread(target=_report_changes, args=(paths, recursive, stop, changes), daemon=True).start()
    built = None
    try:
        while True:
            now = sources_digest(checkout)
            if now != built:
                built = now
                build()
            else:
                changes.get()
                while not changes.empty():
                    changes.get()
    finally:
        stop.set()


def _report_changes(paths: list[Path], recursive: bool, stop: threading.Event, changes: queue.SimpleQueue) -> None:
    options = {"step": PAUSE, "debounce": BURST, "rust_timeout": 500, "raise_interrupt": False}
    for found in watch(*paths, stop_event=stop, recursive=recursive, watch_filter=DefaultFilter(), **options):
        changes.put(found)


def sources_digest(checkout: Path) -> str:
    """SHA-256 of all that a book depends on, what editors leave beside files left out."""
    places = [place for place in (*(checkout / name for name in _watched()), PACKAGE) if place.exists()]
    kept = DefaultFilter()
    while True:
        files = [path for place in places for path in files_of(place) if kept(Change.modified, str(path))]
        with suppress(FileNotFoundError):  # an editor moves files about as it saves
            return digest({str(path): path for path in files})


def _watched() -> tuple[str, ...]:
    return (*SOURCES, *BESIDE_THEM)


# --- what pages hear ---------------------------------------------------------------------------------


class News:
    """Which book is published in a folder, and what is wrong with the sources that the next would be made from."""

    def __init__(self, home: Path):
        self.home, self.faults = home, ""
        self._changed, self._closed = threading.Condition(), False

    @property
    def html(self) -> Path:
        """The pages."""
        return self.home / "html"

    @property
    def book(self) -> str:
        """What tells the published book from others."""
        return published_stamp(self.home)

    def tell(self, faults: str) -> None:
        """Tell all who listen that a build has ended, with what faults."""
        with self._changed:
            self.faults = faults
            self._changed.notify_all()

    def close(self) -> None:
        """Let all who listen go."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def listen(self) -> Iterator[dict[str, str] | None]:
        """What there is to know, now and whenever it changes; None at each beat meanwhile."""
        heard = None
        while not self._closed:
            now = {"book": self.book, "faults": self.faults}
            yield now if now != heard else None
            heard = now
            with self._changed:
                if not self._closed and self.faults == heard["faults"] and self.book == heard["book"]:
                    self._changed.wait(BEAT)


class Pages(SimpleHTTPRequestHandler):
    """Sends the files of the book, to its pages adding the script that reloads them, and the news to that script."""

    def __init__(self, *arguments, news: News):
        self.news = news
        super().__init__(*arguments, directory=str(news.html))

    def do_GET(self) -> None:
        """Send a page, a file or the news."""
        if not self._is_ours():
            self.send_error(HTTPStatus.FORBIDDEN, "This book is read on the machine that it is built on")
        elif self.path == EVENTS:
            self._send_news()
        elif (page := self._page()) is not None:
            self._send_page(page)
        else:
            super().do_GET()

    def _is_ours(self) -> bool:
        """Whether the book was asked for by this machine's own name, and not by one that leads here."""
        return self.headers.get("Host", LOOPBACK).rpartition(":")[0] in ("", LOOPBACK, "localhost")

    def _page(self) -> str | None:
        """The page that is asked for; None where that is another file, or nothing."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() and self.path.partition("?")[0].endswith("/") else path
        if path.suffix == ".html" and path.is_file():
            return path.read_text(encoding="utf-8")
        return None if self.news.html.is_dir() else render("no-book.html")

    def _send_page(self, page: str) -> None:
        script = render("reload.html", book=self._known, events=EVENTS)
        before, body, after = permit(page, script).rpartition("</body>")
        sent = f"{before}{script}{body}{after}".encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def _send_news(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for known in self.news.listen():
            self.wfile.write(f"data: {json.dumps(known)}\n\n".encode() if known else b":\n\n")
            self.wfile.flush()

    def parse_request(self) -> bool:
        """Know which book is published before any file of it is read: one that follows meanwhile is then news."""
        self._known = self.news.book
        return super().parse_request()

    def end_headers(self) -> None:
        """Have the browser ask again for everything: the next book has files of the same names."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_) -> None:
        """Say nothing of each request."""


class Server(ThreadingHTTPServer):
    """Serves each request in a thread of its own, which ends with the process."""

    daemon_threads = True

    def handle_error(self, request, client_address) -> None:
        """A page that was closed while something was sent to it is no error."""


def open_server(news: News, port: int) -> ThreadingHTTPServer:
    """The server, on the loopback device alone."""
    try:
        return Server((LOOPBACK, port), partial(Pages, news=news))
    except (OSError, OverflowError) as error:
        why = os.strerror(error.errno).lower() if isinstance(error, OSError) and error.errno else "no such port"
        raise one_fault("--port", f"{port} cannot be had: {why}", "name another, as in make serve PORT=8001") from None
