"""A fork does its share with what is loaded here, and says what came of it, also where nothing did."""

import os
import signal

import pytest

from helpers.pages import forks
from helpers.pages.forks import Forked, map_forked


@pytest.fixture(params=[True, False], ids=["forked", "here"])
def can_fork(request, monkeypatch):
    monkeypatch.setattr(forks, "CAN_FORK", request.param)
    return request.param


def test_what_a_fork_finds_is_handed_back(can_fork):
    known = ["a", "list"]
    found, process = Forked(lambda: ([*known, "more"], os.getpid())).result()
    assert found == ["a", "list", "more"]
    assert (process != os.getpid()) is can_fork


def test_a_fork_goes_on_while_nobody_asks():
    reading, writing = os.pipe()
    forked = Forked(lambda: os.write(writing, b"done"))
    assert os.read(reading, 4) == b"done"
    assert forked.result() == 4


def test_a_fork_forks_no_further(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    process, below = Forked(lambda: (os.getpid(), map_forked(lambda _: os.getpid(), [1, 2]))).result()
    assert below == [process, process]
    assert len(set(map_forked(lambda _: os.getpid(), [1, 2]))) == 2


def test_more_than_a_pipe_holds_is_handed_back():
    assert len(Forked(lambda: "a" * 10_000_000).result()) == 10_000_000


def test_what_a_fork_fails_of_is_said():
    with pytest.raises(RuntimeError, match=r"(?s)Traceback.*ZeroDivisionError"):
        Forked(lambda: 1 / 0).result()
    with pytest.raises(RuntimeError, match="SystemExit: enough"):
        Forked(lambda: exit("enough")).result()
    with pytest.raises(RuntimeError, match="it was killed"):
        Forked(lambda: os.kill(os.getpid(), signal.SIGKILL)).result()


def test_a_fork_leaves_no_process_and_no_open_file():
    before = os.listdir("/dev/fd")
    forked = Forked(lambda: 1)
    forked.result()
    with pytest.raises(ProcessLookupError):
        os.kill(forked._process, 0)
    assert os.listdir("/dev/fd") == before


@pytest.mark.parametrize("processors", [1, 2, 3, 8])
@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_each_is_done_once_and_stands_in_its_place(tmp_path, monkeypatch, can_fork, processors, count):
    monkeypatch.setattr(os, "cpu_count", lambda: processors)

    def work(number: int) -> tuple[int, int]:
        with (tmp_path / "done").open("a") as file:
            file.write(f"{number}\n")
        return number * 10, os.getpid()

    found = map_forked(work, range(count))
    assert [number for number, _ in found] == [number * 10 for number in range(count)]
    done = (tmp_path / "done").read_text().split() if count else []
    assert sorted(map(int, done)) == list(range(count))
    assert len({process for _, process in found}) == (min(processors, count) if can_fork else min(1, count))


def test_one_that_fails_in_a_fork_stops_all(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        map_forked(lambda number: 1 / (number - 1), range(4))
