namespace Tally.Tests;

public class InvoiceTests
{
    private static readonly Currency Eur = Currency.Of("EUR");

    private static Money Euro(decimal amount) => new(amount, Eur);

    private static Invoice Of(params (decimal Price, decimal Tax)[] lines)
    {
        var invoice = new Invoice(Eur);
        foreach (var (price, tax) in lines)
            invoice.Add("something", 1m, Euro(price), tax);
        return invoice;
    }

    [Fact]
    public void Nothing_costs_nothing()
    {
        var invoice = new Invoice(Eur);
        Assert.Equal(Euro(0m), invoice.Net);
        Assert.Equal(Euro(0m), invoice.Total);
        Assert.Empty(invoice.Taxes);
    }

    [Fact]
    public void A_line_is_quantity_times_price_rounded_to_the_cent()
    {
        var invoice = new Invoice(Eur);
        invoice.Add("cable, metres", 2.5m, Euro(0.33m), 19m);
        Assert.Equal(Euro(0.83m), invoice.Lines[0].Amount);
        Assert.Equal(Euro(0.83m), invoice.Net);
    }

    [Fact]
    public void Tax_is_rounded_once_for_each_rate()
    {
        var invoice = Of((0.33m, 19m), (0.33m, 19m), (0.33m, 19m));
        Assert.Equal(Euro(0.19m), Assert.Single(invoice.Taxes).Tax);
    }

    [Fact]
    public void Rates_are_listed_once_each_and_in_order()
    {
        var invoice = Of((10m, 19m), (5m, 7m), (20m, 19m), (1m, 0m));
        Assert.Equal([0m, 7m, 19m], invoice.Taxes.Select(t => t.Percent));
        Assert.Equal([Euro(1m), Euro(5m), Euro(30m)], invoice.Taxes.Select(t => t.Base));
        Assert.Equal([Euro(0m), Euro(0.35m), Euro(5.70m)], invoice.Taxes.Select(t => t.Tax));
    }

    [Fact]
    public void The_total_is_net_and_taxes()
    {
        var invoice = Of((100m, 19m), (50m, 7m));
        Assert.Equal(Euro(150m), invoice.Net);
        Assert.Equal(Euro(172.50m), invoice.Total);
    }

    [Fact]
    public void A_discount_lowers_the_tax_in_proportion()
    {
        var invoice = Of((100m, 19m), (50m, 7m));
        invoice.Discount(Euro(10m));
        Assert.Equal(Euro(140m), invoice.Net);
        Assert.Equal([Euro(46.67m), Euro(93.33m)], invoice.Taxes.Select(t => t.Base));
        Assert.Equal(Euro(161m), invoice.Total);
    }

    [Fact]
    public void A_discount_does_not_lose_a_cent()
    {
        var invoice = Of((10m, 0m), (10m, 7m), (10m, 19m));
        invoice.Discount(Euro(10m));
        Assert.Equal(Euro(20m), invoice.Net);
        Assert.Equal(invoice.Net, Money.Sum(invoice.Taxes.Select(t => t.Base), Eur));
    }

    [Fact]
    public void Discounts_add_up()
    {
        var invoice = Of((100m, 20m));
        invoice.Discount(Euro(10m));
        invoice.Discount(Euro(5m));
        Assert.Equal(Euro(85m), invoice.Net);
        Assert.Equal(Euro(102m), invoice.Total);
    }

    [Fact]
    public void What_is_free_stays_free_and_cannot_be_discounted()
    {
        var invoice = Of((0m, 19m));
        Assert.Equal(Euro(0m), invoice.Total);
        Assert.Throws<ArgumentOutOfRangeException>(() => invoice.Discount(Euro(0.01m)));
    }

    [Fact]
    public void A_discount_is_neither_negative_nor_more_than_everything()
    {
        var invoice = Of((100m, 19m));
        Assert.Throws<ArgumentOutOfRangeException>(() => invoice.Discount(Euro(-1m)));
        Assert.Throws<ArgumentOutOfRangeException>(() => invoice.Discount(Euro(100.01m)));
        invoice.Discount(Euro(100m));
        Assert.Equal(Euro(0m), invoice.Total);
    }

    [Fact]
    public void Another_currency_is_refused()
    {
        var invoice = new Invoice(Eur);
        Assert.Throws<ArgumentException>(() => invoice.Add("tea", 1m, new Money(3m, Currency.Of("USD")), 7m));
        Assert.Empty(invoice.Lines);
    }

    [Fact]
    public void Some_tax_offices_round_half_to_even()
    {
        var invoice = new Invoice(Eur, RoundingMode.HalfEven);
        invoice.Add("pencil", 1m, Euro(0.50m), 5m);
        Assert.Equal(Euro(0.02m), invoice.Taxes[0].Tax);
    }
}
