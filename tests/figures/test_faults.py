"""A fault says where, which rule, what to do; an unknown name gets the one it may be meant for."""

from helpers.figures.faults import Fault, InputError, nearest, one_fault


def test_a_fault_in_one_sentence():
    assert (
        str(Fault("a.csv", 3, "value", "it is none", "write one"))
        == "a.csv, line 3, column value: it is none; write one"
    )
    assert str(Fault("set", None, None, "it is none", "write one")) == "set: it is none; write one"


def test_an_error_holds_every_fault():
    faults = [Fault("a", 1, None, "r", "m"), Fault("b", None, "c", "s", "n")]
    assert str(InputError(faults)) == "a, line 1: r; m\nb, column c: s; n"
    assert InputError(iter(faults)).faults == faults
    assert one_fault("f", "r", "m").faults == [Fault("f", None, None, "r", "m")]


def test_the_nearest_name():
    assert nearest("shortge", ["entries", "shortage"]) == "did you mean 'shortage'?"
    assert nearest("zzz", ["one", "two"]) == "use one of one, two"
    assert nearest("zzz", map(str, range(9))) == "use one of 0, 1, 2, 3, 4, 5, …"
    assert nearest("zzz", map(str, range(6))) == "use one of 0, 1, 2, 3, 4, 5"
    assert nearest("zzz", map(str, range(9)), 9) == "use one of 0, 1, 2, 3, 4, 5, 6, 7, 8"
