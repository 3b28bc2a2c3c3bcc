from decimal import Decimal

import pytest

from tally.currency import of
from tally.invoice import Invoice
from tally.money import Money
from tally.rounding import RoundingMode

EUR = of("EUR")


def euro(amount):
    return Money(Decimal(amount), EUR)


def invoice_of(*lines):
    invoice = Invoice(EUR)
    for price, tax in lines:
        invoice.add("something", Decimal(1), euro(price), Decimal(tax))
    return invoice


def test_nothing_costs_nothing():
    invoice = Invoice(EUR)
    assert invoice.net == euro("0")
    assert invoice.total == euro("0")
    assert invoice.taxes == []


def test_a_line_is_quantity_times_price_rounded_to_the_cent():
    invoice = Invoice(EUR)
    invoice.add("cable, metres", Decimal("2.5"), euro("0.33"), Decimal(19))
    assert invoice.lines[0].amount == euro("0.83")
    assert invoice.net == euro("0.83")


def test_tax_is_rounded_once_for_each_rate():
    invoice = invoice_of(("0.33", 19), ("0.33", 19), ("0.33", 19))
    assert [line.tax for line in invoice.taxes] == [euro("0.19")]


def test_rates_are_listed_once_each_and_in_order():
    invoice = invoice_of(("10", 19), ("5", 7), ("20", 19), ("1", 0))
    assert [line.percent for line in invoice.taxes] == [0, 7, 19]
    assert [line.base for line in invoice.taxes] == [euro("1"), euro("5"), euro("30")]
    assert [line.tax for line in invoice.taxes] == [euro("0"), euro("0.35"), euro("5.70")]


def test_the_total_is_net_and_taxes():
    invoice = invoice_of(("100", 19), ("50", 7))
    assert invoice.net == euro("150")
    assert invoice.total == euro("172.50")


def test_a_discount_lowers_the_tax_in_proportion():
    invoice = invoice_of(("100", 19), ("50", 7))
    invoice.discount(euro("10"))
    assert invoice.net == euro("140")
    assert [line.base for line in invoice.taxes] == [euro("46.67"), euro("93.33")]
    assert invoice.total == euro("161")


def test_a_discount_does_not_lose_a_cent():
    invoice = invoice_of(("10", 0), ("10", 7), ("10", 19))
    invoice.discount(euro("10"))
    assert invoice.net == euro("20")
    assert Money.total((line.base for line in invoice.taxes), EUR) == invoice.net


def test_discounts_add_up():
    invoice = invoice_of(("100", 20))
    invoice.discount(euro("10"))
    invoice.discount(euro("5"))
    assert invoice.net == euro("85")
    assert invoice.total == euro("102")


def test_what_is_free_stays_free_and_cannot_be_discounted():
    invoice = invoice_of(("0", 19))
    assert invoice.total == euro("0")
    with pytest.raises(ValueError):
        invoice.discount(euro("0.01"))


def test_a_discount_is_neither_negative_nor_more_than_everything():
    invoice = invoice_of(("100", 19))
    for wrong in ("-1", "100.01"):
        with pytest.raises(ValueError):
            invoice.discount(euro(wrong))
    invoice.discount(euro("100"))
    assert invoice.total == euro("0")


def test_another_currency_is_refused():
    invoice = Invoice(EUR)
    with pytest.raises(ValueError):
        invoice.add("tea", Decimal(1), Money(Decimal(3), of("USD")), Decimal(7))
    assert invoice.lines == []


def test_some_tax_offices_round_half_to_even():
    invoice = Invoice(EUR, RoundingMode.HALF_EVEN)
    invoice.add("pencil", Decimal(1), euro("0.50"), Decimal(5))
    assert invoice.taxes[0].tax == euro("0.02")
