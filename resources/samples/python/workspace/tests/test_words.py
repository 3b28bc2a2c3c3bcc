from decimal import Decimal

import pytest

from tally.currency import of
from tally.money import Money
from tally.words import french


@pytest.mark.parametrize("number, expected", [
    (0, "zéro"), (1, "un"), (16, "seize"), (17, "dix-sept"), (42, "quarante-deux"),  # small numbers have names
    (21, "vingt et un"), (61, "soixante et un"), (71, "soixante et onze"),  # one and eleven are joined by et
    (70, "soixante-dix"), (77, "soixante-dix-sept"),  # seventy and ninety count on from ten
    (90, "quatre-vingt-dix"), (99, "quatre-vingt-dix-neuf"),
    (81, "quatre-vingt-un"), (91, "quatre-vingt-onze"),  # after eighty there is no et
    (80, "quatre-vingts"), (200, "deux cents"),  # at the end vingt and cent take an s
    (100, "cent"), (201, "deux cent un"), (999, "neuf cent quatre-vingt-dix-neuf"),  # before a number they do not
    (1000, "mille"), (1001, "mille un"), (21000, "vingt et un mille"),  # mille is neither counted nor bent
    (80000, "quatre-vingt mille"), (200000, "deux cent mille"),  # before mille the s is dropped
    (1000000, "un million"), (2000001, "deux millions un"),  # a million is a noun
    (80000000, "quatre-vingts millions"), (200000000, "deux cents millions"),  # before a noun the s stays
])
def test_numbers(number, expected):
    assert french(Money(Decimal(number), of("JPY"))) == f"{expected} JPY"


def test_cents_are_a_fraction():
    assert french(Money(Decimal("12.05"), of("EUR"))) == "douze EUR 05/100"
    assert french(Money(Decimal("1.25"), of("KWD"))) == "un KWD 250/1000"


def test_a_debt_begins_with_moins():
    assert french(Money(Decimal("-3.50"), of("EUR"))) == "moins trois EUR 50/100"
