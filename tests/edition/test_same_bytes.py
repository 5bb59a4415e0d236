"""Two clean builds are one: in another folder, on another day, in another zone, under other settings, to the byte."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checkouts import LEFT_OUT, REPORT, ROOT, SMALL
from helpers.pages.written import SUMS

#: In this folder Python is told another day.
LATER = Path(__file__).with_name("later")
OTHERWISE = {
    "PYTHONHASHSEED": "4242",
    "PYTHONPATH": str(LATER),
    "PYTHONDONTWRITEBYTECODE": "1",
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "SOURCE_DATE_EPOCH": "86400",
    "JUPYTER_DEFAULT_PROVISIONER_NAME": "local-provisioner",
}
#: What a build leaves for readers.
LEFT = ("html", "notebooks", "results.json")


def build_otherwise(source: Path, folder: Path, *options: str) -> Path:
    """The build of a clean copy of a report, with all set otherwise that should not matter."""
    shutil.copytree(source, folder, ignore=LEFT_OUT)
    done = subprocess.run(
        [REPORT, "build", *options], cwd=folder, env=os.environ | OTHERWISE, umask=0o077, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (said,) = [line for line in done.stdout.splitlines() if line.startswith("The digest of the site: ")]
    sums = (folder / "_build" / "html" / SUMS).read_bytes()
    assert said == f"The digest of the site: {hashlib.sha256(sums).hexdigest()}"
    return folder / "_build"


def bytes_of(build: Path) -> dict[str, str]:
    """The digest of each file that a build leaves for readers."""
    files = [path for name in LEFT for path in ((build / name).resolve(), *(build / name).resolve().rglob("*"))]
    home = (build / "html").resolve().parent
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.is_file()
    }


def differing(first: dict[str, str], second: dict[str, str]) -> list[str]:
    """The names of files that are not the same in both."""
    return sorted(name for name in {*first, *second} if first.get(name) != second.get(name))


def masked(build: Path) -> list[str]:
    """What of a build others cannot read."""
    home = (build / "html").resolve().parent
    wanted = {path: 0o055 if path.is_dir() else 0o044 for path in (home, *home.rglob("*")) if not path.is_symlink()}
    return [str(path.relative_to(home)) for path, mode in wanted.items() if path.stat().st_mode & mode != mode]


def test_another_day_is_another_day():
    """Else the tests below would show nothing."""
    asked = (
        "import datetime, time; print(datetime.datetime.now().year, datetime.date.today().year, time.gmtime().tm_year)"
    )
    years = [
        [int(year) for year in subprocess.check_output([sys.executable, "-c", asked], env=os.environ | more).split()]
        for more in ({}, OTHERWISE)
    ]
    assert all(later - now >= 10 for now, later in zip(*years, strict=True))


def test_two_clean_builds_are_the_same_to_the_byte(small, tmp_path):
    other = build_otherwise(SMALL, tmp_path / "a ferry to Østrøy, 渡し船")
    found = bytes_of(other)
    assert len(found) > 40
    assert differing(bytes_of(small / "_build"), found) == []
    assert masked(other) == []
    subprocess.run(["sha256sum", "--quiet", "--check", SUMS], cwd=other / "html", check=True)
    listed = {line.partition("  ")[2] for line in (other / "html" / SUMS).read_text(encoding="utf-8").splitlines()}
    assert listed == {name.removeprefix("html/") for name in found if name.startswith("html/")} - {SUMS}


@pytest.mark.long
def test_two_clean_builds_of_the_article_are_the_same_to_the_byte_on_paper_too(built, tmp_path):
    found = bytes_of(build_otherwise(ROOT, tmp_path / "the article, 記事", "--pdf"))
    assert "html/report.pdf" in found
    assert differing(bytes_of(built / "_build"), found) == []


def test_one_byte_is_seen(tmp_path):
    for name, word in (("first", "a"), ("second", "b")):
        (tmp_path / name / "html").mkdir(parents=True)
        (tmp_path / name / "notebooks").mkdir()
        (tmp_path / name / "html" / "index.html").write_text(word)
        (tmp_path / name / "results.json").write_text("{}")
    assert differing(*(bytes_of(tmp_path / name) for name in ("first", "second"))) == ["html/index.html"]
    (tmp_path / "first" / "html").chmod(0o700)
    assert masked(tmp_path / "first") == ["html"]
