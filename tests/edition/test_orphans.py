"""A process that serves another ends when it does, also while it loads."""

import os
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from helpers.edition.orphans import ending_with_parent

SERVED = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE, text=True)
print(child.pid, child.stdout.readline(), end="", flush=True)
time.sleep(600)
"""
LOADS = """
import time
from helpers.edition.orphans import ending_with_parent
with ending_with_parent():
    print("loading", flush=True)
    end = time.monotonic() + 600
    while time.monotonic() < end:
        pass
"""
FORKS = """
import multiprocessing, os, time
from helpers.edition.orphans import end_with_starter
def work(pipe):
    end_with_starter()
    pipe.send(os.getpid())
    time.sleep(600)
if __name__ == "__main__":
    processes = multiprocessing.get_context("fork")
    ours, theirs = processes.Pipe()
    processes.Process(target=work, args=(theirs,)).start()
    print(ours.recv(), flush=True)
    time.sleep(600)
"""


def require_gone(pid: int) -> None:
    for _ in range(300):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
    pytest.fail("it is still there")


def test_a_process_that_loads_ends_with_its_parent():
    with subprocess.Popen([sys.executable, "-c", SERVED, LOADS], stdout=subprocess.PIPE, text=True) as served:
        pid, word = served.stdout.readline().split()
        assert word == "loading"
        assert psutil.pid_exists(int(pid))
        served.kill()
    require_gone(int(pid))


def test_a_process_ends_with_the_one_that_started_it():
    with subprocess.Popen([sys.executable, "-c", FORKS], stdout=subprocess.PIPE, text=True) as served:
        pid = int(served.stdout.readline())
        assert psutil.pid_exists(pid)
        served.kill()
    require_gone(pid)


def test_a_process_that_has_loaded_is_as_it_was():
    if threading.current_thread() is not threading.main_thread():
        pytest.skip("signals are the main thread's")
    before = signal.getsignal(signal.SIGALRM)
    with ending_with_parent():
        assert signal.getitimer(signal.ITIMER_REAL)[1] > 0
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) == before
