"""Kernels that tests start within these processes, reached over files.

A port is chosen before it is bound, so that two processes may choose the same; the kernel that comes second then ends,
and whoever waits for it does so for a minute.
"""

from tempfile import TemporaryDirectory
from uuid import uuid4

from jupyter_client.manager import AsyncKernelManager
from traitlets import default

FOLDER = TemporaryDirectory(prefix="kernels-")


class KernelOverFiles(AsyncKernelManager):
    """A kernel as nbclient and papermill start it, but for the sockets."""

    transport = "ipc"

    @default("ip")
    def _ip_default(self) -> str:
        return f"{FOLDER.name}/{uuid4().hex}"
