"""Work on the pages that goes on in forks of this process: on another processor, with all that is loaded here.

A fork takes its share, hands back what came of it, and is gone. Where there is no fork the work is done here.
"""

from __future__ import annotations

import os
import pickle
import traceback
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from tempfile import TemporaryFile
from typing import Generic, TypeVar

Given, Found = TypeVar("Given"), TypeVar("Found")
CAN_FORK = hasattr(os, "fork")
#: Bytes of a number in the list of what waits.
WIDTH = 4


class Forked(Generic[Found]):
    """What a function returns that a fork calls at once; where there is no fork, it is called as it is asked for."""

    def __init__(self, work: Callable[[], Found]):
        self._work = work
        if not CAN_FORK:
            return
        self._answer, theirs = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads: what is called here waits for none
            self._process = os.fork()
        if self._process:
            os.close(theirs)
            return
        globals()["CAN_FORK"] = False  # all processors have work, and a fork does its own alone
        try:
            with os.fdopen(theirs, "wb") as pipe:  # closed, or broken, where the process that asked has ended
                pipe.write(_answered(work))
        finally:
            os._exit(0)

    def result(self) -> Found:
        """What came of it, once. Raises RuntimeError, with what the fork says, where it failed or was killed."""
        if not CAN_FORK:
            return self._work()
        with os.fdopen(self._answer, "rb") as pipe:
            answer = pipe.read()
        os.waitpid(self._process, 0)
        error, found = pickle.loads(answer) if answer else ("it was killed", None)
        if error:
            raise RuntimeError(f"a process that made a part of the pages failed: {error}")
        return found


def _answered(work: Callable[[], object]) -> bytes:
    """What a function returns, or how it fails, for another process."""
    try:
        return pickle.dumps(("", work()))
    except BaseException:  # also what would end this process: the one that asked has to know
        return pickle.dumps((traceback.format_exc(), None))


def map_forked(work: Callable[[Given], Found], each: Sequence[Given]) -> list[Found]:
    """What a function returns of each of some things, in their order, on all processors: each takes the next."""
    count = min(len(each), os.cpu_count() or 1 if CAN_FORK else 1)
    if count < 2:
        return [work(one) for one in each]
    with TemporaryFile(buffering=0) as waiting:  # forks share the place in it
        waiting.write(b"".join(number.to_bytes(WIDTH, "big") for number in range(len(each))))
        waiting.seek(0)

        def share() -> dict[int, Found]:
            taken = (int.from_bytes(number, "big") for number in iter(partial(waiting.read, WIDTH), b""))
            return {number: work(each[number]) for number in taken}

        others = [Forked(share) for _ in range(1, count)]
        found = share()
        for other in others:
            found |= other.result()
    return [found[number] for number in range(len(each))]
