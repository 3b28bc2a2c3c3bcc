namespace Tally.Tests;

public class CurrencyTests
{
    [Theory]
    [InlineData("EUR", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KWD", 3)]
    public void A_currency_knows_its_decimals(string code, int decimals) =>
        Assert.Equal(decimals, Currency.Of(code).Decimals);

    [Fact]
    public void Codes_are_read_in_any_case() => Assert.Same(Currency.Of("CHF"), Currency.Of("chf"));

    [Theory]
    [InlineData("EUR", "0.01")]
    [InlineData("JPY", "1")]
    [InlineData("KWD", "0.001")]
    public void The_smallest_amount_is_one_unit_of_the_last_decimal(string code, string expected) =>
        Assert.Equal(Parse.Decimal(expected), Currency.Of(code).SmallestAmount);

    [Fact]
    public void An_unknown_code_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => Currency.Of("XQZ"));
        Assert.Contains("XQZ", error.Message);
        Assert.Equal("code", error.ParamName);
    }

    [Fact]
    public void No_code_is_no_currency()
    {
        Assert.Throws<ArgumentNullException>(() => Currency.Of(null!));
        Assert.False(Currency.TryOf(null, out _));
        Assert.False(Currency.TryOf("", out _));
    }

    [Fact]
    public void A_known_code_is_found()
    {
        Assert.True(Currency.TryOf("USD", out var dollar));
        Assert.Equal("USD", dollar.ToString());
    }
}
