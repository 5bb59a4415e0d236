"""The command ``report``: a thin face on the editions."""

from __future__ import annotations

import argparse
import atexit
import gc
import json
import os
import shlex
import shutil
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

from helpers.figures.faults import Fault, InputError, one_fault, some
from helpers.notebook.checkout import ARTICLE, DATA, find_checkout
from helpers.notebook.classes import CLASSES

#: So many changes of each kind are told after a build.
SHORT = 4
#: So many sentences are shown as they are signed.
SIGNED = 40
#: Builds the article's own edition and every filed one.
ALL = "all"
NOTHING_TO_ACCEPT = "nothing to accept: the reference is current"
#: What was loaded is gone with the process, and need not be gone over as that ends.
atexit.register(gc.freeze)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 done, 2 bad input, 1 failed (``diff`` has codes of its own)."""
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except KeyboardInterrupt:
        print("stopped; the last published book is untouched.", file=sys.stderr)
        return 1
    except Exception as error:
        from helpers.edition.edition import COMPLAINED, complaint  # slow to load, and only a failure needs it

        if not isinstance(error, COMPLAINED):
            raise
        said, code = complaint(error)
        print(said, file=sys.stderr)
        return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="report", description="Build, check and compare editions of the report.")
    commands = parser.add_subparsers(required=True, metavar="command")

    chosen = argparse.ArgumentParser(add_help=False)
    chosen.add_argument(
        "edition", nargs="?", default=ARTICLE, help="a name under editions/, or `all`; without it the article's own"
    )
    chosen.add_argument("--data", type=_folder, metavar="DIR", help="take the figures from another data folder")
    chosen.add_argument(
        "--set", action="append", default=[], metavar="ID=VALUE", help="put a figure in place of a quoted one"
    )
    chosen.add_argument(
        "-p", action="append", default=[], metavar="NAME=VALUE", dest="parameters", help="set a parameter"
    )

    build = commands.add_parser(
        "build", parents=[chosen], help="check, execute what is stale, render and publish an edition"
    )
    build.add_argument("--output", type=_folder, metavar="DIR", help="publish there")
    build.add_argument("--pdf", action="store_true", help="print the report as a PDF too")
    build.set_defaults(run=_build)

    check = commands.add_parser("check", parents=[chosen], help="check the input of an edition and print every fault")
    check.set_defaults(run=_check)

    validate = commands.add_parser("validate", help="run the committed notebooks again, and say whether they reproduce")
    validate.set_defaults(run=_validate)

    diff = commands.add_parser("diff", help="what moved, appeared, vanished or flipped between two editions")
    diff.add_argument(
        "a", help="a results.json, a build folder, an edition, a release, or `reference`, what is committed"
    )
    diff.add_argument("b")
    diff.add_argument("--json", action="store_true", help="the same as JSON")
    diff.set_defaults(run=_diff)

    accept = commands.add_parser("accept", help="make the fresh outputs the committed reference, and sign the prose")
    accept.add_argument("--class", dest="kind", choices=list(CLASSES), default="", help="of which kind the change is")
    accept.add_argument("--why", default="", metavar="TEXT", help="the reason for it")
    accept.set_defaults(run=_accept)

    release = commands.add_parser("release", help="keep the results of a release, and set its version and date")
    release.add_argument("version", help="three numbers, as in 1.2.0")
    release.add_argument("--date", type=date.fromisoformat, default=date.today(), help="its date; today's by itself")
    release.set_defaults(run=_release)

    explain = commands.add_parser("explain", help="what stands behind a number, by its id: words, formula, places")
    explain.add_argument("id")
    explain.add_argument("edition", nargs="?", default=ARTICLE, help="that of another edition, as it was built last")
    explain.set_defaults(run=_explain)

    serve = commands.add_parser("serve", help="show the book on this machine, building it anew as its sources change")
    serve.add_argument("--port", type=int, default=8000, help="8000 where none is named; 0 takes any that is free")
    serve.set_defaults(run=_serve)

    sweep = commands.add_parser("sweep", help="run the notebooks at each point of a grid, into a table")
    sweep.add_argument("file", type=Path, help="YAML: lists under set and parameters, and the values to keep")
    sweep.add_argument("--output", type=Path, metavar="FILE", help="a .csv or .parquet; _build/sweeps/NAME.csv without")
    sweep.add_argument("--scheduler", metavar="ADDRESS", help="run the points on a cluster of Dask, as tcp://host:8786")
    sweep.set_defaults(run=_sweep)

    new = commands.add_parser("new", help="make a small report of one's own in a new folder")
    new.add_argument("folder", type=Path)
    new.set_defaults(run=_new)
    return parser


def _folder(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError("name a folder")
    return Path(text)


def _edition(checkout: Path, options):
    """The edition that the options ask for. Raises InputError with the faults of all of them."""
    from helpers.edition.edition import read_edition

    faults: list[Fault] = []
    figures, parameters = _pairs(options.set, "--set", faults), _pairs(options.parameters, "-p", faults)
    try:
        edition = read_edition(checkout, options.edition)
    except InputError as error:
        raise InputError([*error.faults, *faults]) from None
    if faults:
        raise InputError(faults)
    return edition.changed(figures, parameters) if figures or parameters or options.data else edition


def _build(options) -> int:
    from helpers.edition.unchanged import asked, home_of, made_from, remember, remembered

    checkout = find_checkout()
    if options.edition == ALL:
        return _build_all(checkout, options)
    names = ("edition", "set", "parameters", "data", "output", "pdf")
    given = {name: getattr(options, name) for name in names}
    files, home = made_from(checkout, options.data), home_of(checkout, given)
    if said := remembered(home, asked(checkout, given, files)):
        print(f"Book: fresh\n\n{said}")
        return 0
    said = _said_of(checkout, _make(checkout, options), options)
    print(f"\n{said}")
    if files == made_from(checkout, options.data):  # else something was saved meanwhile
        remember(home, asked(checkout, given, files), said)
    return 0


def _make(checkout: Path, options):
    from helpers.edition.ahead import ahead

    with ahead(checkout, bool(options.set or options.parameters or options.data)):
        from helpers.edition.build import build

        edition = _edition(checkout, options)
        return build(checkout, edition, data=options.data, output=options.output, pdf=options.pdf, say=_say)


def _said_of(checkout: Path, made, options) -> str:
    """Where a book is, what it changes in the committed results, and whether its prose is signed."""
    from helpers.edition.build import pdf_of
    from helpers.notebook.changes import lines
    from helpers.notebook.signed import unsigned
    from helpers.pages.written import digest_of_site

    said = [f"The book: {made.output / 'html' / 'index.html'}", f"The results: {made.output / 'results.json'}"]
    said.append(f"The digest of the site: {digest_of_site(made.output / 'html')}")
    said += [f"The PDF: {pdf_of(made.output)}"] if pdf_of(made.output).is_file() else []
    if made.changes:
        said += ["", "What moved against the committed notebooks:"]
        said += [f"  {each}" for each in lines(made.changes, SHORT)]
        said.append(f"All of it: report diff reference {_named(options)}")
    elif not made.fresh:
        said += ["", "Nothing moved: the results are those of the committed notebooks."]
    if strange := unsigned(checkout):
        said += ["", f"Sentences that nobody signed: {len(strange)}; make accept names and signs them."]
    return "\n".join(said)


def _named(options) -> str:
    """The words by which ``report diff`` finds what was built."""
    from helpers.edition.inputs import CUSTOM

    if options.output:
        return shlex.quote(str(options.output))
    return CUSTOM if options.set or options.parameters or options.data else options.edition


def _require_alone(options) -> None:
    """All editions at once take no other options. Raises InputError."""
    others = [option for option in ("set", "parameters", "data", "output") if getattr(options, option, None)]
    if others:
        raise one_fault("all editions", "they take no other figures", f"leave {', '.join(others)} away, or name one")


def _build_all(checkout: Path, options) -> int:
    from helpers.edition.build import build_all

    _require_alone(options)
    for made in build_all(checkout, pdf=options.pdf, say=_say):
        print(f"{'fresh' if made.fresh else 'built'}: {made.output / 'html' / 'index.html'}")
    return 0


def _say(line: str) -> None:
    print(line, flush=True)


def _check(options) -> int:
    from helpers.edition.build import check_all, check_computed

    checkout = find_checkout()
    if options.edition == ALL:
        _require_alone(options)
        check_all(checkout, _say)
    else:
        check_computed(checkout, _edition(checkout, options), options.data, _say)
    print(f"{_checked(checkout, options)}: no fault")
    return 0


def _checked(checkout: Path, options) -> str:
    """What was checked, in words: an edition, or the data folder, and what is set beside."""
    if options.edition == ALL:
        return "all editions"
    folder = os.path.relpath(options.data or checkout / DATA)
    what = folder if options.edition == ARTICLE else f"edition {options.edition}"
    what += f", on {folder}" if options.data and options.edition != ARTICLE else ""
    names = [text.partition("=")[0].strip() for text in (*options.set, *options.parameters)]
    return what + (f", with {some(names)} set" if names else "")


def _validate(options) -> int:
    from helpers.edition.validate import FOLDER, validate
    from helpers.notebook import review

    sheet = validate(find_checkout())
    print("\n".join(review.lines(sheet, f"{FOLDER}/index.html")))
    return sheet.code


def _diff(options) -> int:
    from helpers.edition.compare import diff
    from helpers.notebook.changes import lines

    changes, code = diff(find_checkout(), options.a, options.b)
    if options.json:
        print(json.dumps([asdict(change) for change in changes], indent=1, ensure_ascii=False))
    else:
        print("\n".join(lines(changes)) or "the same")
    return code


def _accept(options) -> int:
    from helpers.edition.compare import accept
    from helpers.notebook.changes import lines

    taken = accept(find_checkout(), options.kind, options.why)
    said = lines(taken.changes, SHORT) + [f"accepted {name}" for name in taken.notebooks]
    said += [f"signed {each}" for each in taken.prose[:SIGNED]]
    said += [f"signed {len(taken.prose) - SIGNED} more sentences"] if len(taken.prose) > SIGNED else []
    print("\n".join(said) or NOTHING_TO_ACCEPT)
    return 0


def _release(options) -> int:
    from helpers.edition.compare import release

    made = release(find_checkout(), options.version, options.date.isoformat())
    print(f"releases/{made.version}: {len(made.results['values'])} values, {len(made.accepted)} accepted changes")
    print("The version stands in CITATION.cff and beside it: build the book again, and commit.")
    return 0


def _explain(options) -> int:
    from helpers.edition.explain import explain

    print(explain(find_checkout(), options.id, options.edition, width=min(shutil.get_terminal_size().columns, 100)))
    return 0


def _serve(options) -> int:
    from helpers.edition.serve import serve

    serve(find_checkout(), options.port, _say)
    return 0


def _sweep(options) -> int:
    from helpers.edition.sweep import sweep

    table = sweep(find_checkout(), options.file, options.output, _say, options.scheduler)
    print(f"The table: {table}")
    return 0


def _new(options) -> int:
    from helpers.edition.new import make_report

    make_report(options.folder)
    print(
        f"A report to begin with: {options.folder}\nIts title stands in CITATION.cff; make book and make test work in it."
    )
    return 0


def _pairs(texts: list[str], option: str, faults: list[Fault]) -> dict[str, object]:
    """``NAME=VALUE`` pairs, values read as YAML; what is wrong with them is in ``faults``."""
    from helpers.edition.settings import SettingsError, read_settings

    pairs: dict[str, object] = {}
    given: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name or value == "":
            faults.append(Fault(option, None, None, f"{text!r} is no NAME=VALUE", "write an id, = and a value"))
            continue
        if name in given:
            rule = f"{name} is given twice, as {given[name]!r} and as {value!r}"
            faults.append(Fault(option, None, None, rule, "keep one of the two"))
        given[name] = value
        try:
            pairs[name] = read_settings(value)
        except SettingsError as error:
            faults += [Fault(option, None, name, rule, remedy) for _, rule, remedy in error.problems]
    return pairs


if __name__ == "__main__":
    sys.exit(main())
