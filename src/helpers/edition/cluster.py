"""The points of a sweep on a cluster of Dask, whose workers share no disk with this machine.

Code and data of the report travel as bytes, once to each worker (``guest``); values come back, in the order of the
points. A worker that is lost, or comes later, costs or saves time. What is not sent is Python and what is installed:
a worker with another version of anything that the code imports is refused, since its values may be others.
"""

from __future__ import annotations

import ast
import io
import platform
import uuid
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.edition.inputs import PACKAGE, below, files_of
from helpers.edition.shells import TRIES, Script
from helpers.figures.faults import BuildFailed, Fault, InputError, one_fault

if TYPE_CHECKING:
    from distributed import Client, Future

    from helpers.edition.sweep import Asked, Runner

OPTION = "--scheduler"
INSTALL = "install the extra: .venv/bin/uv pip install -c requirements.txt -e '.[dask]'"
#: Seconds that a scheduler has to answer.
WAIT = 10
#: Points under way for each thread of a worker, and after how many the threads are counted again.
AHEAD, LOOK = 4, 50
#: What no notebook imports stays at home; of the room ``edition``, what runs one goes along.
AT_HOME, GOES = ("pages", "edition", "cli.py"), ("__init__.py", "shells.py")


@contextmanager
def joined(address: str) -> Iterator[Runner]:
    """What runs points on the workers of the scheduler at an address. Raises InputError where none answers."""
    try:
        from distributed import Client
    except ImportError:
        raise one_fault(OPTION, "the package distributed is not installed", INSTALL) from None
    try:
        client = Client(address, timeout=WAIT, set_as_default=False, name="report-sweep")
    except (OSError, ValueError, TypeError) as error:
        rule = f"no scheduler answers at {address!r}: {' '.join(str(error).split())}"
        raise one_fault(OPTION, rule, "start one there (dask scheduler), or correct the address") from None
    with client:
        yield partial(run_points, client)


def run_points(
    client: Client, stage: Path, scripts: Sequence[Script], values: Sequence[str], asked: Iterable[Asked]
) -> Iterator[tuple]:
    """Each point with its values or its error, in order, some at a time for each thread of the workers.

    Raises InputError for a worker that has other versions, BuildFailed where the cluster is lost.
    """
    from helpers.edition.guest import Guest

    wanted = versions(stage, scripts)
    name = f"report-{uuid.uuid4().hex}"
    with _by_value() as answer:
        _require(client, wanted)
        client.register_plugin(Guest(name, luggage(stage), [asdict(each) for each in scripts], values, wanted), name)
        try:
            yield from _in_order(client, partial(client.submit, answer, name, pure=False), asked)
        except CancelledError:
            rule = "the scheduler is lost; the rows that came are kept"
            raise BuildFailed(f"{rule}: run the same again, with or without {OPTION}, and it goes on") from None
        finally:
            with suppress(Exception):  # a scheduler that is lost keeps nothing
                client.unregister_worker_plugin(name)


def _in_order(client: Client, begin: Callable[[Mapping[str, str]], Future], asked: Iterable[Asked]) -> Iterator[tuple]:
    running: deque[tuple] = deque()
    threads = 1
    for count, (point, injected) in enumerate(asked):
        if count % LOOK == 0:
            threads = max(1, sum(client.nthreads().values()))
        running.append((point, injected, begin(injected)))
        while len(running) >= AHEAD * threads:
            yield _ended(begin, *running.popleft())
    while running:
        yield _ended(begin, *running.popleft())


def _ended(begin: Callable, point, injected: Mapping[str, str], future: Future) -> tuple:
    """A point with its answer; Dask gives one up whose workers were lost often, and that is begun again."""
    from distributed import KilledWorker

    for _ in range(TRIES):
        try:
            answer = future.result()
        except KilledWorker:
            future = begin(injected)
            continue
        if told := answer.get("lacking"):
            raise InputError([_other("a worker that came later", each) for each in told])
        return point, answer
    return point, {"error": f"its worker was lost {TRIES} times over: is there memory enough?"}


# --- what goes along, and what has to be there -------------------------------------------------------


@contextmanager
def _by_value() -> Iterator[Callable]:
    """While it holds, the module of the guest is sent as it is, and no worker looks for one of its own.

    The function that a task runs is given: deep in a graph, only a copy of it is sent by value.
    """
    import cloudpickle

    from helpers.edition import guest

    cloudpickle.register_pickle_by_value(guest)
    try:
        yield cloudpickle.loads(cloudpickle.dumps(guest.answer))
    finally:
        cloudpickle.unregister_pickle_by_value(guest)


def luggage(stage: Path) -> bytes:
    """A zip of the code that notebooks run on, below ``code``, and of the staged report, below ``report``."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in _code():
            packed.write(path, f"code/{below(path, (PACKAGE.parent,))}")
        for path in files_of(stage):
            packed.write(path, f"report/{below(path, (stage,))}")
    return made.getvalue()


def _code() -> list[Path]:
    """The files of the package that a notebook can use, and what runs one."""
    found = [path for path in files_of(PACKAGE) if path.relative_to(PACKAGE).parts[0] not in AT_HOME]
    return found + [PACKAGE / "edition" / name for name in GOES]


def versions(stage: Path, scripts: Sequence[Script]) -> dict[str, str]:
    """The version here of each package that the code imports, by the package's name."""
    files = [path for path in [*_code(), *files_of(stage / "book")] if path.suffix == ".py"]
    texts = [path.read_text(encoding="utf-8") for path in files]
    texts += [cell for script in scripts for cell in script.cells]
    names = {name for text in texts for module in _imported(text) for name in _packages().get(module, ())}
    return {name: metadata.version(name) for name in sorted(names - {PACKAGE.name})}


@cache
def _packages() -> Mapping[str, Sequence[str]]:
    """The packages that hold a module, by its first name; looking them up takes a second."""
    return metadata.packages_distributions()


def _imported(text: str) -> set[str]:
    """The first names of the modules that code imports; none of a cell that is no plain Python."""
    try:
        nodes = list(ast.walk(ast.parse(text)))
    except SyntaxError:
        return set()
    found = {each.name for node in nodes if isinstance(node, ast.Import) for each in node.names}
    found |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in found}


def _require(client: Client, wanted: Mapping[str, str]) -> None:
    """Raises InputError with all that the workers have in other versions than here."""
    from helpers.edition.guest import lacking

    here = platform.python_version()
    faults = []
    for worker, there in client.run(platform.python_version).items():  # by its name: code is only read by the same
        if there.split(".")[:2] != here.split(".")[:2]:
            faults.append(_other(worker, f"Python is {there}, not {here}"))
    if not faults:
        told = client.run(lacking, dict(wanted))
        faults = [_other(worker, each) for worker, lines in told.items() for each in lines]
    if faults:
        raise InputError(faults)


def _other(worker: str, told: str) -> Fault:
    return Fault(worker, None, None, told, "install Python and requirements.txt there as they are here")
