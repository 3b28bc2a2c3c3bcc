namespace Tally.Tests;

public class RoundingModeTests
{
    [Theory]
    [InlineData(RoundingMode.HalfUp, "0.125", "0.13")]
    [InlineData(RoundingMode.HalfUp, "-0.125", "-0.13")]
    [InlineData(RoundingMode.HalfEven, "0.125", "0.12")]
    [InlineData(RoundingMode.HalfEven, "0.135", "0.14")]
    [InlineData(RoundingMode.Up, "0.121", "0.13")]
    [InlineData(RoundingMode.Up, "-0.121", "-0.13")]
    [InlineData(RoundingMode.Down, "0.129", "0.12")]
    [InlineData(RoundingMode.Down, "-0.129", "-0.12")]
    public void Every_mode_has_its_own_idea_of_a_cent(RoundingMode mode, string value, string expected) =>
        Assert.Equal(Parse.Decimal(expected), Rounding.Round(Parse.Decimal(value), 2, mode));

    [Theory]
    [InlineData("1.02", "1.00")]
    [InlineData("1.03", "1.05")]
    [InlineData("1.075", "1.10")]
    [InlineData("-1.03", "-1.05")]
    public void Swiss_cash_knows_no_coin_under_five_rappen(string value, string expected) =>
        Assert.Equal(Parse.Decimal(expected), Rounding.ToMultiple(Parse.Decimal(value), 0.05m));

    [Fact]
    public void A_multiple_can_be_rounded_down() =>
        Assert.Equal(1.05m, Rounding.ToMultiple(1.09m, 0.05m, RoundingMode.Down));
}
