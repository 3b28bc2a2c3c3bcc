namespace Tally.Tests;

public class MoneyTests
{
    private static Money Euro(decimal amount) => new(amount, Currency.Of("EUR"));

    [Fact]
    public void Amounts_of_a_currency_add_and_subtract()
    {
        Assert.Equal(Euro(12.50m), Euro(10m) + Euro(2.50m));
        Assert.Equal(Euro(7.50m), Euro(10m) - Euro(2.50m));
        Assert.Equal(Euro(-10m), -Euro(10m));
    }

    [Fact]
    public void Trailing_zeros_do_not_matter()
    {
        Assert.Equal(Euro(1.5m), Euro(1.50m));
        Assert.Equal(Euro(1.5m).GetHashCode(), Euro(1.50m).GetHashCode());
    }

    [Fact]
    public void Currencies_do_not_mix()
    {
        var yen = new Money(100m, Currency.Of("JPY"));
        Assert.Throws<InvalidOperationException>(() => Euro(1m) + yen);
        Assert.Throws<InvalidOperationException>(() => Euro(1m) - yen);
        Assert.Throws<InvalidOperationException>(() => Euro(1m).CompareTo(yen));
        Assert.NotEqual(new Money(0m, Currency.Of("USD")), Euro(0m));
    }

    [Fact]
    public void Half_a_cent_cannot_be_owned()
    {
        var error = Assert.Throws<ArgumentException>(() => Euro(0.005m));
        Assert.Contains("EUR", error.Message);
    }

    [Fact]
    public void A_product_is_rounded_to_the_currency()
    {
        Assert.Equal(Euro(3.34m), Euro(1.67m) * 2m);
        Assert.Equal(Euro(0.01m), Euro(0.01m) * 0.5m);
        Assert.Equal(new Money(33m, Currency.Of("JPY")), new Money(100m, Currency.Of("JPY")) * 0.333m);
    }

    [Fact]
    public void Amounts_can_be_compared()
    {
        Assert.True(Euro(1m) < Euro(2m));
        Assert.True(Euro(2m) > Euro(1m));
        Assert.True(Euro(2m) >= Euro(2m));
        Assert.True(Euro(2m) <= Euro(2m));
        Assert.True(Euro(2m).CompareTo(null) > 0);
    }

    [Fact]
    public void Nothing_is_a_sum_of_nothing()
    {
        Assert.Equal(Euro(0m), Money.Zero(Currency.Of("EUR")));
        Assert.Equal(Euro(0m), Money.Sum([], Currency.Of("EUR")));
        Assert.Equal(Euro(6m), Money.Sum([Euro(1m), Euro(2m), Euro(3m)], Currency.Of("EUR")));
    }

    [Theory]
    [InlineData("1234.5", "EUR", "1234.50 EUR")]
    [InlineData("-7", "JPY", "-7 JPY")]
    [InlineData("0.1", "KWD", "0.100 KWD")]
    public void Text_shows_all_decimals_in_every_culture(string amount, string currency, string expected) =>
        Assert.Equal(expected, new Money(Parse.Decimal(amount), Currency.Of(currency)).ToString());
}
