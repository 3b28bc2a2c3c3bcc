from decimal import Decimal

import pytest

from tally.rounding import round_to


@pytest.mark.parametrize("value, decimals, expected", [
    ("0.125", 2, "0.13"),
    ("-0.125", 2, "-0.13"),
    ("2.5", 0, "3"),
    ("1.0049", 2, "1.00"),
])
def test_halves_go_away_from_zero(value, decimals, expected):
    assert round_to(Decimal(value), decimals) == Decimal(expected)
