"""What the report is made with is held: one lock, the images made from it, actions by their commits, times that end."""

import re
import tomllib

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

#: An action as a workflow has to name it: by the commit, and by the version that people read.
PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+")


def wanted(text):
    """The requirements of a requirements.in, by name."""
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    return {canonicalize_name(each.name): each for each in map(Requirement, filter(None, lines))}


def locked(text):
    """The versions of a lock by name, those that are asked for by name, and the entries without a hash."""
    versions, direct, bare = {}, set(), []
    for entry in re.split(r"(?m)^(?=[A-Za-z0-9])", text):
        if not (head := re.match(r"([\w.-]+)(?:\[[^\]]*\])?==([^\s;]+)", entry)):
            continue
        name = canonicalize_name(head[1])
        versions.setdefault(name, []).append(Version(head[2]))
        direct |= {name} if re.search(r"#\s+(?:via )?-r requirements\.in", entry) else set()
        bare += [] if re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry) else [name]
    return versions, direct, bare


def lock_faults(asked, lock):
    """Where a lock is not one of what is asked for."""
    requirements, (versions, direct, bare) = wanted(asked), locked(lock)
    faults = [f"{name} is not locked" for name in requirements if name not in versions]
    faults += [f"{name} is locked and not asked for" for name in sorted(direct - {*requirements})]
    faults += [f"{name} has no hash" for name in bare]
    for name, requirement in requirements.items():
        outside = [each for each in versions.get(name, []) if each not in requirement.specifier]
        faults += [f"{name} {each} is locked where {requirement.specifier} is asked for" for each in outside]
    return faults


def test_the_lock_is_one_of_what_is_asked_for(checkout):
    asked, lock = ((checkout / name).read_text(encoding="utf-8") for name in ("requirements.in", "requirements.txt"))
    assert len(locked(lock)[0]) > 100
    assert {*wanted(asked)} == locked(lock)[1]
    assert lock_faults(asked, lock) == []


HASH = "--hash=sha256:" + "a" * 64
LOCK = f"""# head
one==1.4 \\
    {HASH}
    # via -r requirements.in
two-b==2.0 ; python_version < '3.12' \\
    {HASH}
    # via
    #   -r requirements.in
    #   one
three==3.0 \\
    {HASH}
    # via one
"""


@pytest.mark.parametrize(
    ("asked", "lock", "faults"),
    [
        ("one<2  # why\nTwo_b", LOCK, []),
        ("one<2\ntwo-b\nfour", LOCK, ["four is not locked"]),
        ("one", LOCK, ["two-b is locked and not asked for"]),
        ("one>=1.5\ntwo-b", LOCK, ["one 1.4 is locked where >=1.5 is asked for"]),
        ("one\ntwo-b", LOCK.replace(f"three==3.0 \\\n    {HASH}", "three==3.0"), ["three has no hash"]),
    ],
)
def test_a_fault_of_the_lock_is_found(asked, lock, faults):
    assert lock_faults(asked, lock) == faults


# --- what a machine does with it ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def workflows(checkout):
    """The text of each workflow."""
    found = {path.name: path.read_text(encoding="utf-8") for path in (checkout / ".github" / "workflows").glob("*.yml")}
    assert found
    return found


def loose_actions(text):
    """The lines that name an action by something that can be moved."""
    return [line.strip() for line in text.splitlines() if "uses:" in line and not PINNED.search(line)]


def test_each_action_is_pinned_by_its_commit(workflows):
    assert {name: found for name, text in workflows.items() if (found := loose_actions(text))} == {}


@pytest.mark.parametrize(
    "line",
    ["- uses: actions/checkout@v5", f"- uses: a/b@{'0' * 40}", f"- uses: a/b@{'0' * 39}  # v1.0.0", f"uses: ./{'a'}"],
)
def test_a_loose_action_is_found(line):
    assert loose_actions(line) == [line]
    assert loose_actions(f"uses: a/b@{'0' * 40}  # v1.0.0") == []


def test_each_job_ends_and_may_only_read_unless_it_publishes(workflows):
    for name, text in workflows.items():
        workflow = yaml.safe_load(text)
        assert workflow["permissions"] == {"contents": "read"}, name
        for job, each in workflow["jobs"].items():
            most = 350 if job == "mutate" else 60  # a night, and not the whole of it
            assert 0 < each["timeout-minutes"] <= most, f"{name}, {job}"
            assert "permissions" not in each or job == "publish", f"{name}, {job}"


def test_the_newest_packages_fail_nothing(workflows):
    """The job is no other's need, and what may go wrong in it stops nothing."""
    jobs = yaml.safe_load(workflows["report.yml"])["jobs"]
    assert not [job for job, each in jobs.items() if "newest" in each.get("needs", [])]
    steps = [step for step in jobs["newest"]["steps"] if "run" in step]
    assert [step["run"].split()[:2] for step in steps] == [["make", "lock"], ["make", "validate"]]
    assert all(step["continue-on-error"] is True for step in steps)


def test_a_second_build_is_compared_before_a_book_is_published(workflows):
    jobs = yaml.safe_load(workflows["report.yml"])["jobs"]
    assert "again" in jobs["publish"]["needs"]
    assert any("SHA256SUMS" in step.get("run", "") for step in jobs["again"]["steps"])


# --- images ------------------------------------------------------------------------------------------


def test_images_are_made_from_the_one_lock_and_python(checkout):
    """Both install requirements.txt, by its hashes, on the oldest Python that the package takes, which CI takes too."""
    python = tomllib.loads((checkout / "pyproject.toml").read_text())["project"]["requires-python"].removeprefix(">=")
    docker = (checkout / "Dockerfile").read_text(encoding="utf-8")
    assert re.findall(r"(?m)^FROM python:([\d.]+)-", docker) == [python]
    assert "make .venv/.installed" in docker
    assert not re.search(r"pip install|uv ", docker)
    binder = checkout / ".binder"
    assert (binder / "requirements.txt").read_text() == "-r ../requirements.txt\n"
    assert (binder / "runtime.txt").read_text() == f"python-{python}\n"
    assert (binder / "postBuild").stat().st_mode & 0o111
    for text in (checkout / ".github" / "workflows").glob("*.yml"):
        assert {*re.findall(r'python-version: "([\d.]+)"', text.read_text())} == {python}
