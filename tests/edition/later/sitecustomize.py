"""Python on another day: where this folder is on the path, what writes a book takes it to be long after.

Compiled modules are built on the real classes of ``datetime``, so the later ones are handed to those alone that write.
"""

import builtins
import datetime
import time
from types import SimpleNamespace

DAYS = 4000
#: The packages that might print a day.
WRITERS = (
    "helpers",
    "jupyter_book",
    "matplotlib",
    "myst_nb",
    "nbformat",
    "papermill",
    "PIL",
    "pypdf",
    "rocrate",
    "sphinx",
    "__main__",
)
_time, _localtime, _gmtime, _strftime, _import = (
    time.time,
    time.localtime,
    time.gmtime,
    time.strftime,
    builtins.__import__,
)


def _later() -> float:
    return _time() + DAYS * 86400


class _AnyMoment(type):
    def __instancecheck__(cls, moment: object) -> bool:
        return isinstance(moment, cls.__bases__[0])


class _Later(datetime.datetime, metaclass=_AnyMoment):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.fromtimestamp(_later(), tz)

    today = utcnow = now


class _Day(datetime.date, metaclass=_AnyMoment):
    @classmethod
    def today(cls):
        return datetime.date.fromtimestamp(_later())


_module = SimpleNamespace(**{**vars(datetime), "datetime": _Later, "date": _Day})


def _import_later(name, globals=None, locals=None, fromlist=(), level=0):
    whose = (globals or {}).get("__name__", "").partition(".")[0]
    return _module if name == "datetime" and whose in WRITERS else _import(name, globals, locals, fromlist, level)


builtins.__import__ = _import_later
time.time = _later
time.localtime = lambda seconds=None: _localtime(_later() if seconds is None else seconds)
time.gmtime = lambda seconds=None: _gmtime(_later() if seconds is None else seconds)
time.strftime = lambda form, moment=None: _strftime(form, time.localtime() if moment is None else moment)
