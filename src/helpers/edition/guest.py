"""A sweep on a worker of a cluster, as its guest: it brings its code and its data as bytes, and leaves nothing behind.

A class that travels by value, so that a worker needs no version of the report: what it names is Python's own, or
Dask's. Only what is imported from elsewhere has to be there, in the versions that the sweep began with.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import threading
import zipfile
from collections.abc import Mapping, Sequence
from importlib import metadata
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from distributed import Worker, get_worker
from distributed.diagnostics.plugin import WorkerPlugin

#: Seconds after which processes that run nothing end, as where the driver was killed.
REST = 60


class Guest(WorkerPlugin):
    """Runs points on a worker, each in a fork of a process of its own, as many at a time as the worker has threads.

    ``luggage`` is a zip with the package in ``code`` and the staged report in ``report``; ``scripts`` are the fields of
    each Script, ``ids`` the figures that are kept, ``wanted`` the versions of packages by their names.
    """

    def __init__(
        self, name: str, luggage: bytes, scripts: Sequence[Mapping], ids: Sequence[str], wanted: Mapping[str, str]
    ):
        self.name, self._luggage = name, luggage
        self._scripts, self._ids, self._wanted = list(scripts), list(ids), dict(wanted)

    def setup(self, worker: Worker) -> None:
        """Unpack below the worker's own folder."""
        self._home = Path(tempfile.mkdtemp(prefix="report-", dir=worker.local_directory))
        with zipfile.ZipFile(io.BytesIO(self._luggage)) as packed:
            packed.extractall(self._home)
        self._lacking, self._shells = lacking(self._wanted), self._load()
        self._idle, self._lock, self._alarm = [], threading.Lock(), None

    def _load(self) -> ModuleType:
        """The module of shells as it came, beside any that the worker may have."""
        spec = spec_from_file_location(f"shells_of_{self.name}", self._home / "code/helpers/edition/shells.py")
        module = sys.modules[spec.name] = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def teardown(self, worker: Worker) -> None:
        """End its processes, and take its files away."""
        self.rest()
        sys.modules.pop(self._shells.__name__, None)
        shutil.rmtree(self._home, ignore_errors=True)

    def run(self, injected: Mapping[str, str]) -> dict:
        """The ``values`` of a point, or its ``error``; ``lacking`` where the worker is not one for this sweep."""
        if self._lacking:
            return {"lacking": self._lacking}
        shells = self._taken()
        try:
            return shells.run(injected)
        finally:
            self._give_back(shells)

    def _taken(self):
        with self._lock:
            if self._idle:
                return self._idle.pop()
        scripts = [self._shells.Script(**each) for each in self._scripts]
        return self._shells.Shells(self._home / "report", scripts, self._ids, code=self._home / "code")

    def _give_back(self, shells) -> None:
        with self._lock:
            self._idle.append(shells)
            if self._alarm is not None:
                self._alarm.cancel()
            self._alarm = threading.Timer(REST, self.rest)
            self._alarm.daemon = True
            self._alarm.start()

    def rest(self) -> None:
        """End the processes that run nothing; a point that comes later begins others."""
        with self._lock:
            idle, self._idle = self._idle, []
            if self._alarm is not None:
                self._alarm.cancel()
        for shells in idle:
            shells.__exit__()


def lacking(wanted: Mapping[str, str]) -> list[str]:
    """What is not there of packages in their versions, in words."""
    found = []
    for name, version in wanted.items():
        try:
            there = metadata.version(name)
        except metadata.PackageNotFoundError:
            there = "missing"
        if there != version:
            found.append(f"{name} is {there}, not {version}")
    return found


def answer(name: str, injected: Mapping[str, str]) -> dict:
    """What the guest of this name says of a point, on the worker that runs this."""
    return get_worker().plugins[name].run(injected)
