from decimal import Decimal

import pytest

from tally.allocation import allocate, split
from tally.currency import of
from tally.money import Money

EUR = of("EUR")


def euro(amount):
    return Money(Decimal(amount), EUR)


def weights(*numbers):
    return [Decimal(number) for number in numbers]


def test_three_share_ten_euro_and_the_first_gets_the_odd_cent():
    assert split(euro("10"), 3) == [euro("3.34"), euro("3.33"), euro("3.33")]


@pytest.mark.parametrize("total, parts", [("0.05", 3), ("100", 7), ("-10", 3), ("0", 4)])
def test_shares_add_up_to_the_whole(total, parts):
    shares = split(euro(total), parts)
    assert len(shares) == parts
    assert Money.total(shares, EUR) == euro(total)


def test_weights_decide_who_gets_how_much():
    assert allocate(euro("10"), weights(2, 1)) == [euro("6.67"), euro("3.33")]


def test_the_largest_remainders_get_the_odd_cents():
    assert allocate(euro("0.04"), weights(1, 3, 1)) == [euro("0.01"), euro("0.02"), euro("0.01")]


def test_a_debt_is_shared_like_an_asset():
    assert split(euro("-10"), 3) == [euro("-3.34"), euro("-3.33"), euro("-3.33")]


def test_who_weighs_nothing_gets_nothing():
    assert allocate(euro("0.01"), weights(0, 1, 0)) == [euro("0"), euro("0.01"), euro("0")]


def test_a_currency_without_decimals_is_shared_in_whole_units():
    yen = of("JPY")
    shares = split(Money(Decimal(100), yen), 3)
    assert [share.amount for share in shares] == [34, 33, 33]


@pytest.mark.parametrize("wrong", [(), (0, 0), (1, -1)])
def test_there_has_to_be_somebody_to_share_with(wrong):
    with pytest.raises(ValueError):
        allocate(euro("1"), weights(*wrong))
    with pytest.raises(ValueError):
        split(euro("1"), 0)
