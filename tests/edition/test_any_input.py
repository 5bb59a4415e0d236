"""Whatever an author writes, it is refused with a place, a rule and a remedy, or it can be computed with."""

import csv
import io
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkouts import SMALL
from helpers.edition.edition import Edition, check
from helpers.edition.settings import SettingsError, read_settings
from helpers.figures.data import TABLES, Data, load, replace_figures
from helpers.figures.faults import InputError
from helpers.figures.figure import FigureError
from helpers.figures.interval import BOUNDS
from helpers.figures.rows import ATTRIBUTIONS
from helpers.figures.table import Figures
from helpers.figures.units import UnitError
from helpers.findings import quantities
from helpers.notebook.show import BUNDLES

pytestmark = pytest.mark.long

#: The same inputs on every run: a suite that fails by chance is not believed.
LOOK = settings(
    deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

#: What has got through before, or nearly, and whatever else text may be.
ODD = [
    "", " ", "0", "-1", "1e6", ".5", "5.", "1_000", "13,221", "١٣", "\uff11\uff13", "9" * 300, "0." + "0" * 299 + "1", "1" + "0" * 14,
    "nan", "inf", ".inf", "0000", "9999", "2024", "2024-Q3", "2024-13", "2023-H1", "<b>x</b>", "a\0b", "\u202ea", "\u200b", "--",
    "북한", "{seats}", "{", "$x$", "`x`", "[a](javascript:alert(1))", "a\nb", '"', "'", "#", "x" * 700, "class", "load", "use",
    "seats_taken", "ratio", "percent", "times", "thousand seats", "passengers", "crossings", "nobody", "article", "Article",
    "(0, 1]", "[0, 0]", "(1, 0]", "count", "money", "ordinal", "é", "e\u0301",
]  # fmt: skip
NUMBERS = st.one_of(
    st.integers(0, 10**15).map(str),
    st.decimals(0, 1000, places=3, allow_nan=False).map(lambda number: f"{number:f}"),
)
TEXTS = st.one_of(st.sampled_from([*ODD, *BOUNDS, *ATTRIBUTIONS]), NUMBERS, st.text(max_size=12))
FILES = [*(name for name in TABLES if (SMALL / "data" / name).is_file()), "sources.bib"]


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A copy of the small report; what its cells import here is forgotten, for other tests have modules of that name."""
    yield Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("any") / "report"))
    sys.modules.pop("ferry", None)


def refused(action) -> bool:
    """Whether an action ends in faults, each of which an author can act on; any other error is not caught."""
    try:
        action()
    except InputError as error:
        faults = error.faults
    else:
        return False
    assert faults
    for fault in faults:
        assert fault.file
        assert fault.rule
        assert fault.remedy
        str(fault).encode()
    return True


def require_computed(report: Path, data: Path | str, edition: Edition) -> None:
    """Every cell of every notebook can be run, and what it shows be shown."""
    for name in ("crossing", "cost"):
        known = {}
        for cell in nbformat.read(report / "book" / f"{name}.ipynb", as_version=4).cells:
            if cell.cell_type != "code":
                continue
            *above, last = cell.source.rstrip().split("\n\n") if "charts." not in cell.source else [cell.source]
            exec("\n\n".join([*above, last]), known)
            if "parameters" in cell.metadata.get("tags", []):
                known |= {"data": str(data), "replaced": edition.set}
                known |= {key: each for key, each in edition.parameters.items() if key in known}
        for value in list(known.values()):
            show = BUNDLES.get(type(value))
            if show:
                show(value)


def tried(report: Path, data: Path | None, edition: Edition, monkeypatch) -> None:
    if refused(lambda: check(report, data, edition)):
        return
    with monkeypatch.context() as patch:
        patch.chdir(report / "book")
        patch.syspath_prepend(str(report / "book"))
        with suppress(UnitError, FigureError):  # which a build and the check tell as faults of the cell
            require_computed(report, data or report / "data", edition)


# --- columns and files -------------------------------------------------------------------------------


@st.composite
def spoiled_cells(draw):
    """A table, and texts for some cells of it: the place of the row, the place of the column, the text."""
    cell = st.tuples(st.integers(0, 9), st.integers(0, 15), TEXTS)
    return draw(st.sampled_from(FILES[:-1])), draw(st.lists(cell, min_size=1, max_size=3))


@settings(LOOK, max_examples=40)
@given(spoiled=spoiled_cells())
def test_any_cell(report, tmp_path, monkeypatch, spoiled):
    name, cells = spoiled
    data = Path(shutil.copytree(report / "data", tmp_path / "data", dirs_exist_ok=True))
    header, *rows = csv.reader((data / name).read_text(encoding="utf-8").splitlines())
    for row, column, text in cells:
        chosen = rows[row % len(rows)]
        chosen[column % len(header)] = text
        if "wording" in header and name != "statements.csv":
            chosen[header.index("wording")] = ""  # a figure of one's own, which is free to be any
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([header, *rows])
    (data / name).write_text(buffer.getvalue(), encoding="utf-8", errors="surrogatepass")
    tried(report, data, Edition("custom"), monkeypatch)


@settings(LOOK, max_examples=25)
@given(
    name=st.sampled_from(FILES),
    at=st.integers(0, 2000),
    length=st.integers(0, 60),
    put=st.one_of(TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=4)),
)
def test_any_file(report, tmp_path, monkeypatch, name, at, length, put):
    data = Path(shutil.copytree(report / "data", tmp_path / "data", dirs_exist_ok=True))
    text = (data / name).read_bytes()
    at %= len(text)
    (data / name).write_bytes(text[:at] + put + text[at + length :])
    tried(report, data, Edition("custom"), monkeypatch)


@settings(LOOK, max_examples=12)
@given(gone=st.sets(st.sampled_from(FILES), min_size=1))
def test_any_files_gone(report, tmp_path, monkeypatch, gone):
    other = Path(shutil.copytree(report, tmp_path / "report", dirs_exist_ok=True))
    for name in gone:
        (other / "data" / name).unlink(missing_ok=True)
    try:
        tried(other, None, Edition(), monkeypatch)
    finally:
        shutil.rmtree(other)


# --- options -----------------------------------------------------------------------------------------

IDS = [
    "passengers",
    "crossings",
    "seats",
    "subsidy",
    "fare_share",
    "commuters",
    "hardly_used",
    "trips_a_year",
    "seat",
    "load",
]
VALUES = st.one_of(
    TEXTS,
    st.builds(lambda field, text: f"{{{field}: {text}}}", st.sampled_from(["value", "bound", "period", "x"]), TEXTS),
    st.builds(
        "{{value: {}, bound: {}, precision: {}}}".format,
        NUMBERS,
        st.sampled_from(BOUNDS),
        st.one_of(NUMBERS, st.just("~")),
    ),
    st.sampled_from(
        ["!!binary aGVsbG8=", "&a [*a]", "2024-01-01", "[1, 2]", "{value: 1, value: 2}", "yes", "~", "1.0e+400"]
    ),
)


def read(pairs) -> dict:
    found = {}
    for name, text in pairs.items():
        with suppress(SettingsError):
            found[name] = read_settings(text)
    return found


@settings(LOOK, max_examples=40)
@given(
    figures=st.dictionaries(st.sampled_from(IDS), VALUES, max_size=3),
    parameters=st.dictionaries(st.sampled_from(IDS[-4:]), VALUES, max_size=2),
)
def test_any_option(report, monkeypatch, figures, parameters):
    tried(report, None, Edition("custom", set=read(figures), parameters=read(parameters)), monkeypatch)


# --- the report's own formulas -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def article(checkout) -> Data:
    """The article's figures."""
    return load(checkout / "data")


FORMULAS = [each for each in vars(quantities).values() if hasattr(each, "declared")]
HEDGED = st.fixed_dictionaries({
    "value": st.one_of(st.sampled_from(["0.000000000000000001", "1", "999999999999999"]), NUMBERS),
    "bound": st.sampled_from(["exact", "up_to", "at_least"]),
    "source": st.just(""),
})  # fmt: skip


@settings(LOOK, max_examples=60)
@given(
    number=st.dictionaries(
        st.sampled_from(["entrants", "shortage", "growth_multiple", "student_visas", "artillery_share"]), HEDGED
    )
)
def test_every_formula_computes_with_whatever_the_data_may_hold(article, number):
    try:
        figures = Figures(replace_figures(article, number))
    except InputError:
        return
    for each in FORMULAS:
        takes = each.declared.takes
        if all(name in figures for name in takes):
            figure = each(**{name: figures[name] for name in takes})
            assert figure.text
            assert figure.interval is None or figure.interval.low <= figure.interval.high
