"""The kernel that nbval has cells run in here: one forked from a template, over a channel, without sockets.

nbval sends it the cells, takes what they show and compares that, as with a kernel that it starts itself.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path
from queue import Empty
from signal import SIGINT

from nbval.kernel import RunningKernel

from helpers.edition.bare import REPLY
from helpers.edition.kernels import Channel, open_channel


def start_kernel(kernel_name: str, cwd: str, startup_timeout: float) -> RunningKernel:
    """A kernel for the notebooks of a folder; nbval's own where there is no template to fork it from."""
    channel = open_channel(Path(cwd))
    return ChannelKernel(channel) if channel else RunningKernel(kernel_name, cwd, startup_timeout)


class ChannelKernel(RunningKernel):
    """A channel, as nbval knows kernels. Its messages are those of one cell, which goes before the next is asked for."""

    language = "python"

    def __init__(self, channel: Channel):
        self._channel, self._asked = channel, 0
        self._messages: deque[dict] = deque()

    def execute_cell_input(self, cell_input: str, allow_stdin: bool | None = None) -> str:
        """Have a cell run; the id of its messages."""
        self._asked += 1
        self._messages.clear()
        try:
            self._channel.ask(cell_input, store_history=False)
        except OSError:
            raise RuntimeError(KILLED) from None
        return str(self._asked)

    def await_reply(self, msg_id: str, timeout: float | None = None) -> None:
        """Wait until the cell has run. Raises Empty where it takes more seconds, or RuntimeError where it never will."""
        while not self._messages or not _is_last(self._messages[-1]):
            self._messages.append(self._take(timeout))

    def get_message(self, stream: str, timeout: float | None = None) -> dict:
        """The next message of the cell. Raises as ``await_reply`` does."""
        return self._messages.popleft() if self._messages else self._take(timeout)

    def _take(self, timeout: float | None) -> dict:
        try:
            message = self._channel.answer(timeout)
        except TimeoutError:
            raise Empty from None
        except EOFError:
            raise RuntimeError(KILLED) from None
        message["parent_header"]["msg_id"] = str(self._asked)
        ended = {"msg_type": "status", "content": {"execution_state": "idle"}}
        return {**message, **ended} if message["msg_type"] == REPLY else message

    def is_alive(self) -> bool:
        return self._channel.process.poll() is None

    def interrupt(self) -> None:
        self._channel.process.send_signal(SIGINT)

    def stop(self) -> None:
        self._channel.close()


KILLED = "the process that ran the cell was killed: is there memory enough?"


def _is_last(message: dict) -> bool:
    return message["msg_type"] == "status"
