"""Kernels forked from a template, as Jupyter takes them where JUPYTER_DEFAULT_PROVISIONER_NAME is ``warm``, and bare.

Papermill and nbval need not know. Where there is no template to be had, a kernel starts the plain way, with the same
results.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from helpers.edition.template import CHOICE, LINUX, WARM, is_stopped, template_of

#: What in the folder of a notebook stands in the place of what is loaded.
INSTEAD = ("matplotlibrc", "helpers", "helpers.py")


class Forked:
    """The process of a forked kernel, as jupyter_client knows processes. Its exit status is not ours to know."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int):
        self.pid = pid

    def poll(self) -> int | None:
        try:
            return os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0

    def wait(self) -> int:
        while self.poll() is None:
            time.sleep(0.01)
        return 0

    def send_signal(self, signum: int) -> None:
        os.kill(self.pid, signum)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class WarmKernel(LocalProvisioner):
    """Starts a kernel from a template where it can, and else the plain way."""

    async def launch_kernel(self, cmd: list[str], **kwargs):
        """Start a kernel; what it says on standard error outside of cells is nobody's."""
        if is_stopped():
            raise KernelStopped("no kernel is started once a build was stopped")
        env, cwd = kwargs.get("env", os.environ), kwargs.get("cwd") or os.getcwd()
        pid = template_of(env).fork(cmd=cmd, env=dict(env), cwd=str(cwd)) if _fits(cmd, env, cwd) else None
        if pid is None and not is_stopped():
            return await super().launch_kernel(cmd, **{"stderr": subprocess.DEVNULL, **kwargs})
        if pid is None:
            raise KernelStopped("a build was stopped while a kernel was started")
        self.process, self.pid, self.pgid, self.cwd = Forked(pid), pid, pid, cwd
        return self.connection_info


class Channel:
    """A kernel without sockets, as ``bare`` makes one, for whoever has cells run in it."""

    def __init__(self, end: socket.socket, process: Forked):
        self.process = process
        self._end, self._read = end, b""

    def ask(self, code: str, *, store_history: bool = True) -> None:
        """Have a cell run. Raises OSError where the kernel is gone."""
        self._end.settimeout(None)
        self._end.sendall(json.dumps({"code": code, "store_history": store_history}).encode() + b"\n")

    def answer(self, timeout: float | None = None) -> dict:
        """The next message of a cell. Raises TimeoutError after so many seconds, or EOFError where the kernel is gone."""
        self._end.settimeout(timeout)
        while b"\n" not in self._read:
            with suppress(ConnectionError):
                if found := self._end.recv(1 << 20):
                    self._read += found
                    continue
            raise EOFError("the process of a kernel has ended")
        line, _, self._read = self._read.partition(b"\n")
        return json.loads(line)

    def close(self) -> None:
        """End the kernel."""
        self._end.close()
        with suppress(ProcessLookupError):
            self.process.kill()


def open_channel(cwd: Path) -> Channel | None:
    """A channel to a new kernel in a folder; None where there is no template, or a fork of it would be another kernel."""
    if os.environ.get(CHOICE) != WARM:
        return None
    kernel = KernelManager(kernel_name="python3")
    command, env = kernel.format_kernel_cmd(), {**os.environ, **kernel.kernel_spec.env}
    if is_stopped() or not _fits(command, env, str(cwd)):
        return None
    ours, theirs = socket.socketpair()
    with theirs:
        pid = template_of(env).fork(theirs, cmd=command, env=env, cwd=str(cwd))
    if pid is None:
        ours.close()
        return None
    return Channel(ours, Forked(pid))


def _fits(cmd: list[str], env: dict[str, str], cwd: str) -> bool:
    """Whether a fork of a template is what a command would be: nothing in its folder changes what it loads."""
    plain = cmd[:3] == [sys.executable, "-m", "ipykernel_launcher"] and LINUX
    relative = [path for path in env.get("PYTHONPATH", "/").split(os.pathsep) if not os.path.isabs(path)]
    return plain and not relative and not any(Path(cwd, name).exists() for name in INSTEAD)


class KernelStopped(RuntimeError):
    """A kernel was asked for by what goes on after its build was stopped."""
