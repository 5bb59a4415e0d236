"""Kernels forked from a template: a process that has loaded what every notebook loads, so that notebooks start at once.

Each notebook's kernel is a fork of its own, and nothing that one notebook does reaches another. A template serves as
long as the package's code is what it has loaded, and ends when the process that it serves ends, in whatever way.
Jupyter takes its kernels from here where JUPYTER_DEFAULT_PROVISIONER_NAME is ``warm``; papermill and nbval need not
know. Where there is no template to be had, a kernel starts the plain way, with the same results.
"""

from __future__ import annotations

import atexit
import gc
import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from helpers.edition.bare import run_cells
from helpers.edition.inputs import PACKAGE, files_of
from helpers.edition.orphans import ending_with_parent

#: What notebooks load: the slow part of their start. What a report says of itself is not among it.
LOADED = (
    "ipykernel.kernelapp", "ipykernel.debugger", "ipykernel.inprocess.ipkernel", "IPython.core.magics", "psutil",
    "pandas", "seaborn", "matplotlib.backends.backend_svg", "pybtex.database.input.bibtex",
    "helpers.figures.charts", "helpers.notebook.report",
)  # fmt: skip
#: What a kernel loads anew: what only the template uses, and what joins matplotlib to the kernel that loads it.
UNLOADED = ("helpers.edition.", "matplotlib_inline.")
#: What in the folder of a notebook stands in the place of what is loaded.
INSTEAD = ("matplotlibrc", "helpers", "helpers.py")
#: How ipykernel has matplotlib draw.
DRAWING = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
#: Variables of the environment that differ between kernels and change nothing in what is loaded.
PASSING = ("JPY_PARENT_PID", "PYTEST_CURRENT_TEST", "PYTEST_VERSION", "PYTEST_DISABLE_PLUGIN_AUTOLOAD")
#: Elsewhere there is no fork, or none that the system's libraries stand.
LINUX = sys.platform == "linux"
#: A template that does not answer within so many seconds is given up.
PATIENCE = 60
#: The longest request, in bytes: the environment of a kernel is in it.
LARGEST = 1 << 20
#: The variable that chooses what kernels are started by, and its value that chooses a template.
CHOICE, WARM = KernelProvisionerFactory.default_provisioner_name_env, "warm"


# --- the template's side -----------------------------------------------------------------------------


def serve() -> None:
    """Load, then fork a kernel for each request that comes in on standard input; end when that is closed."""
    del sys.path[0]  # the current folder: a kernel looks there after its start only
    given = dict(os.environ)
    with ending_with_parent():
        for name in LOADED:
            import_module(name)
    if threading.active_count() > 1:
        os._exit(1)  # a fork has no threads, and would wait for what they hold
    left = {name: each for name, each in os.environ.items() if given.get(name) != each}
    gc.freeze()  # else each kernel's first collection goes over, and so copies, all that was loaded here
    requests = socket.socket(fileno=0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, _reap)
    while True:
        asked, channels, *_ = socket.recv_fds(requests, LARGEST, 1)
        if not asked:
            os._exit(0)
        if os.fork() == 0:
            os.setsid()
            requests.sendall(f"{os.getpid()}\n".encode())
            requests.detach()
            return _become_kernel(**json.loads(asked), left=left, channels=channels)
        for each in channels:
            os.close(each)


def _reap(*_) -> None:
    """Let kernels that have ended be gone."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become_kernel(cmd: list[str], env: dict[str, str], cwd: str, left: dict[str, str], channels: list[int]) -> None:
    """Be what ``cmd`` would be in a process of its own; ``left`` is what loading leaves in the environment.

    Given a channel it takes cells from there, and opens no sockets.
    """
    import numpy
    from ipykernel.kernelapp import IPKernelApp

    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(cwd)
    os.environ.clear()
    os.environ |= env | left | {"JPY_PARENT_PID": str(os.getppid())}
    for name in [name for name in sys.modules if f"{name}.".startswith(UNLOADED)]:
        del sys.modules[name]
    numpy.random.seed()  # random does this at every fork by itself
    sys.argv = [find_spec("ipykernel_launcher").origin, *cmd[3:]]
    if channels:
        os.environ |= {**DRAWING, **os.environ}
        return run_cells(socket.socket(fileno=channels[0]))
    IPKernelApp.launch_instance(cmd[3:], parent_handle=os.getppid())


# --- the side of those who run notebooks -------------------------------------------------------------


class Template:
    """A template process under one environment. Whoever is forked from its owner may ask it too."""

    def __init__(self, env: dict[str, str]):
        self._lock = multiprocessing.get_context("fork").Lock()  # of threads and of processes
        self._socket, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        self._socket.settimeout(PATIENCE)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", f"from {__name__} import serve; serve()"],
                env={**DRAWING, **env},
                stdin=theirs,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def fork(self, channel: socket.socket | None = None, **request) -> int | None:
        """The process id of a new kernel, which takes its cells from a channel if one is given.

        None where the template has failed.
        """
        with self._lock:
            try:
                socket.send_fds(self._socket, [json.dumps(request).encode()], [channel.fileno()] if channel else [])
                return int(self._socket.recv(32))
            except (OSError, ValueError):
                self._socket.close()  # so that the next one need not wait
                return None

    def end(self) -> None:
        """End the process; kernels that still run see it and end too."""
        self._socket.close()
        self.process.kill()
        self.process.wait()


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
        if _STOPPED.is_set():
            raise KernelStopped("no kernel is started once a build was stopped")
        env, cwd = kwargs.get("env", os.environ), kwargs.get("cwd") or os.getcwd()
        pid = _template(env).fork(cmd=cmd, env=dict(env), cwd=str(cwd)) if _fits(cmd, env, cwd) else None
        if pid is None and not _STOPPED.is_set():
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
    if _STOPPED.is_set() or not _fits(command, env, str(cwd)):
        return None
    ours, theirs = socket.socketpair()
    with theirs:
        pid = _template(env).fork(theirs, cmd=command, env=env, cwd=str(cwd))
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


_STOPPED = threading.Event()
_TEMPLATES: dict[frozenset, Template] = {}
_STARTING = threading.Lock()


def _template(env: dict[str, str]) -> Template:
    lasting = frozenset((*((name, value) for name, value in env.items() if name not in PASSING), *_code()))
    with _STARTING:
        if lasting not in _TEMPLATES:
            _TEMPLATES[lasting] = Template(env)
        return _TEMPLATES[lasting]


def _code() -> Iterator[tuple[str, str]]:
    """The package's files of code, each with what changes as it is written."""
    for path in files_of(PACKAGE):
        if path.suffix == ".py":
            found = path.stat()
            yield str(path), f"{found.st_mtime_ns} {found.st_size}"


def stop() -> None:
    """End all kernels, and start no other while the work that asks for them comes to its end."""
    _STOPPED.set()
    _end()


@atexit.register
def _end() -> None:
    while _TEMPLATES:
        _TEMPLATES.popitem()[1].end()


@contextmanager
def warm() -> Iterator[None]:
    """Take kernels from a template meanwhile, which loads at once and is ended at the end."""
    if CHOICE in os.environ or not LINUX:
        yield  # whoever set it has chosen, and ends what that starts
        return
    os.environ[CHOICE] = WARM
    KernelProvisionerFactory.clear_instance()
    _STOPPED.clear()
    _template(os.environ)
    try:
        yield
    finally:
        del os.environ[CHOICE]
        KernelProvisionerFactory.clear_instance()
        _end()
