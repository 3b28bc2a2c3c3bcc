from decimal import Decimal

import pytest

from tally.currency import of
from tally.money import Money

EUR = of("EUR")
JPY = of("JPY")


def euro(amount):
    return Money(Decimal(amount), EUR)


def test_amounts_of_a_currency_add_and_subtract():
    assert euro("10") + euro("2.50") == euro("12.50")
    assert euro("10") - euro("2.50") == euro("7.50")
    assert -euro("10") == euro("-10")


def test_trailing_zeros_do_not_matter():
    assert euro("1.5") == euro("1.50")
    assert hash(euro("1.5")) == hash(euro("1.50"))


def test_currencies_do_not_mix():
    yen = Money(Decimal(100), JPY)
    with pytest.raises(ValueError):
        euro("1") + yen
    with pytest.raises(ValueError):
        euro("1") - yen
    with pytest.raises(ValueError):
        assert euro("1") < yen
    assert Money(Decimal(0), of("USD")) != euro("0")


def test_half_a_cent_cannot_be_owned():
    with pytest.raises(ValueError, match="EUR"):
        euro("0.005")


def test_a_product_is_rounded_to_the_currency():
    assert euro("1.67") * 2 == euro("3.34")
    assert euro("0.01") * Decimal("0.5") == euro("0.01")
    assert Money(Decimal(100), JPY) * Decimal("0.333") == Money(Decimal(33), JPY)


def test_amounts_can_be_compared():
    assert euro("1") < euro("2")
    assert euro("2") > euro("1")
    assert euro("2") >= euro("2")
    assert euro("2") <= euro("2")


def test_nothing_is_a_sum_of_nothing():
    assert Money.zero(EUR) == euro("0")
    assert Money.total([], EUR) == euro("0")
    assert Money.total([euro("1"), euro("2"), euro("3")], EUR) == euro("6")


@pytest.mark.parametrize("amount, currency, expected", [
    ("1234.5", "EUR", "1234.50 EUR"),
    ("-7", "JPY", "-7 JPY"),
    ("0.1", "KWD", "0.100 KWD"),
])
def test_text_shows_all_decimals(amount, currency, expected):
    assert str(Money(Decimal(amount), of(currency))) == expected
