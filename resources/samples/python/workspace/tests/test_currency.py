from decimal import Decimal

import pytest

from tally.currency import find, of


@pytest.mark.parametrize("code, decimals", [("EUR", 2), ("JPY", 0), ("KWD", 3)])
def test_a_currency_knows_its_decimals(code, decimals):
    assert of(code).decimals == decimals


def test_codes_are_read_in_any_case():
    assert of("chf") is of("CHF")


@pytest.mark.parametrize("code, expected", [("EUR", "0.01"), ("JPY", "1"), ("KWD", "0.001")])
def test_the_smallest_amount_is_one_unit_of_the_last_decimal(code, expected):
    assert of(code).smallest_amount == Decimal(expected)


def test_an_unknown_code_is_named():
    with pytest.raises(ValueError, match="XQZ"):
        of("XQZ")


def test_no_code_is_no_currency():
    assert find(None) is None
    assert find("") is None


def test_a_known_code_is_found():
    assert str(find("USD")) == "USD"
