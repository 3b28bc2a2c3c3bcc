from decimal import Decimal

import pytest

from tally.rounding import RoundingMode, round_to, to_multiple


@pytest.mark.parametrize("mode, value, expected", [
    (RoundingMode.HALF_UP, "0.125", "0.13"),
    (RoundingMode.HALF_UP, "-0.125", "-0.13"),
    (RoundingMode.HALF_EVEN, "0.125", "0.12"),
    (RoundingMode.HALF_EVEN, "0.135", "0.14"),
    (RoundingMode.UP, "0.121", "0.13"),
    (RoundingMode.UP, "-0.121", "-0.13"),
    (RoundingMode.DOWN, "0.129", "0.12"),
    (RoundingMode.DOWN, "-0.129", "-0.12"),
])
def test_every_mode_has_its_own_idea_of_a_cent(mode, value, expected):
    assert round_to(Decimal(value), 2, mode) == Decimal(expected)


@pytest.mark.parametrize("value, expected", [
    ("1.02", "1.00"),
    ("1.03", "1.05"),
    ("1.075", "1.10"),
    ("-1.03", "-1.05"),
])
def test_swiss_cash_knows_no_coin_under_five_rappen(value, expected):
    assert to_multiple(Decimal(value), Decimal("0.05")) == Decimal(expected)


def test_a_multiple_can_be_rounded_down():
    assert to_multiple(Decimal("1.09"), Decimal("0.05"), RoundingMode.DOWN) == Decimal("1.05")
