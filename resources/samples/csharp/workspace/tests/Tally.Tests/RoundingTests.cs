namespace Tally.Tests;

public class RoundingTests
{
    [Theory]
    [InlineData("0.125", 2, "0.13")]
    [InlineData("-0.125", 2, "-0.13")]
    [InlineData("2.5", 0, "3")]
    [InlineData("1.0049", 2, "1.00")]
    public void Halves_go_away_from_zero(string value, int decimals, string expected) =>
        Assert.Equal(Parse.Decimal(expected), Rounding.Round(Parse.Decimal(value), decimals));
}
