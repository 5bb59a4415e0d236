"""Processes that serve another end when it does, in whatever way it ends, also while they are still loading."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: How often, in seconds, a process that loads looks for the one that it serves.
EVERY = 0.2


@contextmanager
def ending_with_parent() -> Iterator[None]:
    """End this process, meanwhile, when its parent ends. It takes no thread, which a process that forks must not have."""
    parent = os.getppid()

    def look(*_) -> None:
        if os.getppid() != parent:
            os._exit(1)

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, EVERY, EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def end_with_starter() -> None:
    """End this process when the one ends that started it, though another may have forked it."""
    starter = multiprocessing.parent_process()
    if starter is None:
        return

    def wait() -> None:
        starter.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
