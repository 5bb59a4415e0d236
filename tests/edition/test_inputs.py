"""What a book is made from is told by its bytes and names, and by nothing else."""

from helpers.edition.inputs import PACKAGE, below, digest, files_of, tree_digest


def test_a_digest_is_of_names_and_bytes(tmp_path):
    (tmp_path / "a").write_text("one")
    first = tree_digest(tmp_path)
    (tmp_path / "a").touch()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("left by Python")
    assert tree_digest(tmp_path) == first
    (tmp_path / "a").rename(tmp_path / "b")
    assert tree_digest(tmp_path) != first


def test_what_python_leaves_is_no_source(tmp_path):
    (tmp_path / "a" / "__pycache__").mkdir(parents=True)
    (tmp_path / "a" / "__pycache__" / "b.pyc").touch()
    (tmp_path / "a" / "b.py").touch()
    assert files_of(tmp_path) == [tmp_path / "a" / "b.py"]
    assert files_of(tmp_path / "a" / "b.py") == [tmp_path / "a" / "b.py"]
    assert digest({"b": tmp_path / "a" / "b.py"}) != digest({"c": tmp_path / "a" / "b.py"})


def test_a_file_is_named_from_the_first_folder_that_holds_it(tmp_path):
    assert below(tmp_path / "a" / "b.py", (tmp_path / "c", tmp_path / "a", tmp_path)) == "b.py"
    assert below(PACKAGE / "cli.py", (PACKAGE.parent,)) == "helpers/cli.py"
