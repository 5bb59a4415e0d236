"""What the report computes is what hand arithmetic gives."""

import json
from pathlib import Path

import pytest

RESULTS = Path(__file__).parents[1] / "_build" / "results.json"


@pytest.mark.parametrize(
    ("name", "low", "central", "high"),
    [
        # 15,000 to the nearest thousand is 14,500 to 15,500, of 43,800
        ("child_share", 14_500 / 43_800, 15_000 / 43_800, 15_500 / 43_800),
        ("adult_visits", 43_800 - 15_500, 43_800 - 15_000, 43_800 - 14_500),
        # at least 5,000: no middle, and at most all of them
        ("evening_share", 5_000 / 43_800, None, None),
    ],
)
def test_a_computed_figure_is_that_of_hand_arithmetic(name, low, central, high):
    value = json.loads(RESULTS.read_text(encoding="utf-8"))["values"][name]
    for key, number in {"low": low, "central": central, "high": high}.items():
        assert value[key] == (None if number is None else pytest.approx(number, rel=1e-9)), key
