"""The template that kernels are forked from: a process that has loaded what every notebook loads, so that they start at once.

Each notebook's kernel is a fork of its own, and nothing that one notebook does reaches another. A template serves as
long as the package's code is what it has loaded, and ends when the process that it serves ends, in whatever way. The
tables of the report that it is begun in are read ahead too; a kernel opens the files, and takes what they say the same.
Nothing slow is loaded here, for a template is begun before all else.
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
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec

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
#: The last that a template says.
LOADED_ALL = b"loaded"
#: The variable that chooses what kernels are started by, and its value that chooses a template.
CHOICE, WARM = "JUPYTER_DEFAULT_PROVISIONER_NAME", "warm"


# --- the template's side -----------------------------------------------------------------------------


def serve() -> None:
    """Load, then fork a kernel for each request that comes in on standard input; end when that is closed."""
    del sys.path[0]  # the current folder: a kernel looks there after its start only
    given = dict(os.environ)
    gc.disable()  # nothing that is loaded goes
    with ending_with_parent():
        for name in LOADED:
            import_module(name)
        _read_ahead()
    if threading.active_count() > 1:
        os._exit(1)  # a fork has no threads, and would wait for what they hold
    left = {name: each for name, each in os.environ.items() if given.get(name) != each}
    gc.freeze()  # else each kernel's first collection goes over, and so copies, all that was loaded here
    gc.enable()
    os.write(1, LOADED_ALL)
    with open(os.devnull, "w") as nowhere:  # whoever waits for the end of what is said has it now
        os.dup2(nowhere.fileno(), 1)
    requests, own = socket.socket(fileno=0), os.getpid()
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
            return _become_kernel(**json.loads(asked), left=left, channels=channels, parent=own)
        for each in channels:
            os.close(each)


def _read_ahead() -> None:
    """Read the data of the report that is here, if one is: a kernel that finds the same in the files takes these."""
    from helpers.figures.data import load
    from helpers.figures.faults import InputError
    from helpers.notebook.checkout import DATA, find_checkout

    with suppress(InputError, OSError):
        load(find_checkout() / DATA)


def _reap(*_) -> None:
    """Let kernels that have ended be gone."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become_kernel(
    cmd: list[str], env: dict[str, str], cwd: str, left: dict[str, str], channels: list[int], parent: int
) -> None:
    """Be what ``cmd`` would be in a process of its own; ``left`` is what loading leaves in the environment.

    Given a channel it takes cells from there, and opens no sockets. It ends with its ``parent``, the template.
    """
    import numpy
    from ipykernel.kernelapp import IPKernelApp

    from helpers.edition.bare import run_cells

    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(cwd)
    os.environ.clear()
    os.environ |= env | left | {"JPY_PARENT_PID": str(parent)}
    for name in [name for name in sys.modules if f"{name}.".startswith(UNLOADED)]:
        del sys.modules[name]
    numpy.random.seed()  # random does this at every fork by itself
    sys.argv = [find_spec("ipykernel_launcher").origin, *cmd[3:]]
    if os.getppid() != parent:
        os._exit(1)  # it has ended meanwhile: whoever looks for that from now on would see no change
    if channels:
        os.environ |= {**DRAWING, **os.environ}
        return run_cells(socket.socket(fileno=channels[0]), parent)
    IPKernelApp.launch_instance(cmd[3:], parent_handle=parent)


# --- the side of the process that it serves -------------------------------------------------------------


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
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )

    def wait(self) -> bool:
        """Wait, once, until it has loaded all or has ended; whether it serves."""
        try:
            return self.process.stdout.read().endswith(LOADED_ALL)
        except ValueError:  # it was ended before
            return False

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
        self.process.communicate()


_STOPPED = threading.Event()
_TEMPLATES: dict[frozenset, Template] = {}
_STARTING = threading.Lock()


def template_of(env: dict[str, str]) -> Template:
    """The template of an environment and of the code as it is now; begun where there is none."""
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


def is_stopped() -> bool:
    """Whether no kernel is to be started any more."""
    return _STOPPED.is_set()


def stop() -> None:
    """End all kernels, and start no other while the work that asks for them comes to its end."""
    _STOPPED.set()
    _end()


@atexit.register
def _end() -> None:
    while _TEMPLATES:
        _TEMPLATES.popitem()[1].end()


@contextmanager
def warm() -> Iterator[Template | None]:
    """Take kernels from a template meanwhile, which loads at once and is ended at the end."""
    if CHOICE in os.environ or not LINUX:
        yield None  # whoever set it has chosen, and ends what that starts
        return
    os.environ[CHOICE] = WARM
    _forget_choice()
    _STOPPED.clear()
    begun = template_of(os.environ)
    try:
        yield begun
    finally:
        del os.environ[CHOICE]
        _forget_choice()
        _end()


def _forget_choice() -> None:
    """Let Jupyter, where it is loaded, look anew what kernels are started by."""
    if jupyter := sys.modules.get("jupyter_client.provisioning.factory"):
        jupyter.KernelProvisionerFactory.clear_instance()
