"""Figures with their hedges, notebooks that compute with them, and a book that prints nothing else."""

from importlib import import_module

_NAMES = {"charts": "helpers.figures.charts", "open_report": "helpers.notebook.report"}


def __getattr__(name: str):
    """What a notebook imports; loaded when asked for, since pandas and matplotlib are slow to load."""
    if name not in _NAMES:
        raise AttributeError(f"module 'helpers' has no attribute {name!r}")
    module = import_module(_NAMES[name])
    return module if name == "charts" else getattr(module, name)
