"""The kernel that nbval has here answers as one of its own does, also where a cell takes too long or ends its process."""

import time
from queue import Empty

import psutil
import pytest
from nbval.kernel import RunningKernel

from helpers.edition import rerunning, template
from helpers.edition.rerunning import ChannelKernel, start_kernel

pytestmark = pytest.mark.skipif(not template.LINUX, reason="there are no warm kernels on this system")


@pytest.fixture
def kernel(tmp_path, monkeypatch):
    """A kernel as nbval starts it, over a channel."""
    monkeypatch.setenv(template.CHOICE, template.WARM)
    made = start_kernel("python3", str(tmp_path), 60)
    yield made
    made.stop()


def messages(kernel: RunningKernel, asked: str) -> list[tuple[str, dict]]:
    """What comes of a cell until the kernel is idle again, as nbval takes it."""
    found = []
    while True:
        message = kernel.get_message("iopub", timeout=60)
        assert message["parent_header"]["msg_id"] == asked
        if message["msg_type"] == "status":
            return [*found, ("status", message["content"])]
        found.append((message["msg_type"], message["content"]))


IDLE = ("status", {"execution_state": "idle"})


def test_a_cell_is_answered_by_its_outputs_and_then_by_rest(kernel):
    assert isinstance(kernel, ChannelKernel)
    asked = kernel.execute_cell_input("print('told'); 1 + 1", allow_stdin=False)
    kernel.await_reply(asked, timeout=60)
    (stream, told), (result, shown), rest = messages(kernel, asked)
    assert (stream, told, result, rest) == ("stream", {"name": "stdout", "text": "told\n"}, "execute_result", IDLE)
    assert shown["data"] == {"text/plain": "2"}


def test_cells_go_after_each_other_in_one_kernel(kernel):
    first = kernel.execute_cell_input("a = 2")
    kernel.await_reply(first, timeout=60)
    assert messages(kernel, first) == [IDLE]
    second = kernel.execute_cell_input("a")
    assert second != first
    kernel.await_reply(second, timeout=60)
    assert messages(kernel, second)[0][1]["data"] == {"text/plain": "2"}


def test_a_cell_that_takes_too_long_is_interrupted_and_the_kernel_goes_on(kernel):
    asked = kernel.execute_cell_input("import time\nprint('begun', flush=True)\ntime.sleep(600)")
    with pytest.raises(Empty):
        kernel.await_reply(asked, timeout=2)
    kernel.interrupt()
    kinds = dict(messages(kernel, asked))
    assert kinds["error"]["ename"] == "KeyboardInterrupt"
    assert kernel.is_alive()
    asked = kernel.execute_cell_input("1")
    kernel.await_reply(asked, timeout=60)
    assert messages(kernel, asked)[0][0] == "execute_result"


def test_a_kernel_that_is_killed_says_so_at_once(kernel):
    asked = kernel.execute_cell_input("import os; os.kill(os.getpid(), 9)")
    with pytest.raises(RuntimeError, match=r"^the process that ran the cell was killed: is there memory enough\?$"):
        kernel.await_reply(asked, timeout=60)
    _until(lambda: not kernel.is_alive())


def test_a_kernel_that_is_stopped_leaves_no_process(kernel):
    pid = kernel._channel.process.pid
    assert psutil.pid_exists(pid)
    kernel.stop()
    _until(lambda: not psutil.pid_exists(pid))


def _until(holds) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("way", ["local-provisioner", template.WARM])
def test_where_a_fork_would_be_another_kernel_nbval_starts_its_own(tmp_path, monkeypatch, way):
    monkeypatch.setenv(template.CHOICE, way)
    if way == template.WARM:
        (tmp_path / "matplotlibrc").write_text("font.size: 31\n", encoding="utf-8")
    started = []
    monkeypatch.setattr(rerunning, "RunningKernel", lambda *asked: started.append(asked) or "its own")
    assert start_kernel("python3", str(tmp_path), 60) == "its own"
    assert started == [("python3", str(tmp_path), 60)]
