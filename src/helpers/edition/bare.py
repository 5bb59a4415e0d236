"""A kernel without sockets: it takes cells from a channel, one after another, and sends back what each of them shows.

It is ipykernel's own, with the messages that Jupyter's protocol has, so that outputs are those of any other kernel. The
sockets, threads and handshakes of one are left out, which take longer than the cells of a small notebook.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from collections.abc import Callable, Mapping
from threading import current_thread
from types import SimpleNamespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

    from ipykernel.inprocess.ipkernel import InProcessKernel

#: The message that ends the answer to a cell.
REPLY = "execute_reply"
#: Where the words of a process go by themselves.
STREAMS = {"stdout": 1, "stderr": 2}


def run_cells(channel: socket.socket, parent: int) -> None:
    """Run the cells that come over a channel, a line of JSON each; end, with this process, when it is closed.

    It ends with its ``parent`` too, also in the middle of a cell.

    A line holds the arguments of ``do_execute``. It is answered by the messages of the cell's outputs and then by a
    reply, a line of JSON each.
    """
    from ipykernel.parentpoller import ParentPollerUnix
    from IPython.core.shellapp import InteractiveShellApp

    ParentPollerUnix(parent_pid=parent).start()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    answers, own = channel.makefile("w", encoding="utf-8"), os.getpid()

    def send(msg_type: str, content: Mapping, metadata: Mapping) -> None:
        if os.getpid() != own:  # a fork that a cell has made is another program
            if msg_type == "stream":
                os.write(STREAMS[content["name"]], content["text"].encode())
            return
        about = {"header": {"msg_type": msg_type}, "parent_header": {}, "msg_type": msg_type}
        answers.write(json.dumps({**about, "content": content, "metadata": metadata}) + "\n")

    kernel = _kernel(send)
    streams = [_Past(each, STREAMS[each.name]) for each in (kernel.stdout, kernel.stderr)]
    InteractiveShellApp.init_path(SimpleNamespace(ignore_cwd=False))  # a notebook imports what lies beside it
    for line in channel.makefile("r", encoding="utf-8"):
        content = loop.run_until_complete(kernel.do_execute(**json.loads(line), silent=False))
        for each in streams:
            each.flush()
        send(REPLY, content, {})
        answers.flush()
    os._exit(0)


class _Past:
    """What other programs write past a kernel's stream, to where this process's own output goes."""

    def __init__(self, stream: TextIO, number: int):
        self._stream, self._taken = stream, 0
        self._file = os.memfd_create(stream.name)
        os.dup2(self._file, number)

    def flush(self) -> None:
        """Have the stream say what it holds, and that after it."""
        if length := os.fstat(self._file).st_size - self._taken:
            self._stream.write(os.pread(self._file, length, self._taken).decode(errors="replace"))
            self._taken += length
        self._stream.flush()


def _kernel(send: Callable[[str, Mapping, Mapping], None]) -> InProcessKernel:
    """A kernel whose messages are sent by a function as they arise, in their order."""
    from ipykernel.inprocess.ipkernel import InProcessKernel
    from ipykernel.inprocess.socket import DummySocket
    from ipykernel.iostream import IOPubThread
    from traitlets.config import Config

    def pass_on(_) -> None:
        _, message = kernel.session.recv(out, copy=False)
        send(*(message[key] for key in ("msg_type", "content", "metadata")))

    out = DummySocket()
    settings = Config({"HistoryManager": {"enabled": False}})
    thread = IOPubThread(out)  # it is not started, and so sends at once
    kernel = InProcessKernel(config=settings, _underlying_iopub_socket=out, iopub_thread=thread)
    kernel.shell_channel_thread = SimpleNamespace(parent_thread=current_thread())  # the one that cells are run in
    out.unobserve_all("message_sent")  # a kernel looks itself for those in its process that it serves
    out.observe(pass_on, names=["message_sent"])
    sys.stdout, sys.stderr = kernel.stdout, kernel.stderr
    return kernel
