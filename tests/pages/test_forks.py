"""A fork does its share with what is loaded here, and says what came of it, also where nothing did."""

import os
import signal
import time

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


@pytest.fixture
def take_one_each(tmp_path):
    """What a process calls as it takes something up: waits until so many processes have. The numbers taken are kept."""
    done = tmp_path / "done"
    done.touch()

    def take(number: int, processes: int) -> None:
        with done.open("a") as file:
            file.write(f"{number} {os.getpid()}\n")
        deadline = time.monotonic() + 60
        while len({line.split()[1] for line in done.read_text().splitlines()}) < processes:
            assert time.monotonic() < deadline
            time.sleep(0.005)

    take.numbers = lambda: sorted(int(line.split()[0]) for line in done.read_text().splitlines())
    return take


def test_a_fork_forks_no_further(monkeypatch, take_one_each):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    process, below = Forked(lambda: (os.getpid(), map_forked(lambda _: os.getpid(), [1, 2]))).result()
    assert below == [process, process]
    assert len(set(map_forked(lambda number: take_one_each(number, 2) or os.getpid(), [1, 2]))) == 2


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
def test_each_is_done_once_and_stands_in_its_place(monkeypatch, take_one_each, can_fork, processors, count):
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    expected = min(processors, count) if can_fork else min(1, count)

    def work(number: int) -> tuple[int, int]:
        take_one_each(number, expected)
        return number * 10, os.getpid()

    found = map_forked(work, range(count))
    assert [number for number, _ in found] == [number * 10 for number in range(count)]
    assert take_one_each.numbers() == list(range(count))
    assert len({process for _, process in found}) == expected


def test_a_process_takes_the_next_while_another_is_busy(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    last = tmp_path / "last"

    def work(number: int) -> int:
        deadline = time.monotonic() + 60
        while number == 0 and not last.exists():  # whoever has the first is busy until the other has done all the rest
            assert time.monotonic() < deadline
            time.sleep(0.005)
        last.touch() if number == 4 else None
        return os.getpid()

    first, *others = map_forked(work, range(5))
    assert len(set(others)) == 1
    assert first not in others


@pytest.mark.parametrize("here", [True, False], ids=["here", "in a fork"])
def test_one_that_fails_stops_all(monkeypatch, take_one_each, here):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    own = os.getpid()

    def work(number: int) -> float:
        take_one_each(number, 2)
        return 1 / (0 if (os.getpid() == own) is here else 1)

    with pytest.raises(ZeroDivisionError if here else RuntimeError, match="division by zero"):
        map_forked(work, range(4))
