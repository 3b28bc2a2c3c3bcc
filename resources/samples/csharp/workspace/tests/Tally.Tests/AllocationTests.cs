namespace Tally.Tests;

public class AllocationTests
{
    private static readonly Currency Eur = Currency.Of("EUR");

    private static Money Euro(decimal amount) => new(amount, Eur);

    [Fact]
    public void Three_share_ten_euro_and_the_first_gets_the_odd_cent() =>
        Assert.Equal([Euro(3.34m), Euro(3.33m), Euro(3.33m)], Euro(10m).Split(3));

    [Theory]
    [InlineData("0.05", 3)]
    [InlineData("100", 7)]
    [InlineData("-10", 3)]
    [InlineData("0", 4)]
    public void Shares_add_up_to_the_whole(string total, int parts)
    {
        var whole = Euro(Parse.Decimal(total));
        var shares = whole.Split(parts);
        Assert.Equal(parts, shares.Count);
        Assert.Equal(whole, Money.Sum(shares, Eur));
    }

    [Fact]
    public void Weights_decide_who_gets_how_much() =>
        Assert.Equal([Euro(6.67m), Euro(3.33m)], Euro(10m).Allocate([2m, 1m]));

    [Fact]
    public void The_largest_remainders_get_the_odd_cents() =>
        Assert.Equal([Euro(0.01m), Euro(0.02m), Euro(0.01m)], Euro(0.04m).Allocate([1m, 3m, 1m]));

    [Fact]
    public void A_debt_is_shared_like_an_asset() =>
        Assert.Equal([Euro(-3.34m), Euro(-3.33m), Euro(-3.33m)], Euro(-10m).Split(3));

    [Fact]
    public void Who_weighs_nothing_gets_nothing() =>
        Assert.Equal([Euro(0m), Euro(0.01m), Euro(0m)], Euro(0.01m).Allocate([0m, 1m, 0m]));

    [Fact]
    public void A_currency_without_decimals_is_shared_in_whole_units()
    {
        var yen = Currency.Of("JPY");
        Assert.Equal([new Money(34m, yen), new Money(33m, yen), new Money(33m, yen)], new Money(100m, yen).Split(3));
    }

    [Fact]
    public void There_has_to_be_somebody_to_share_with()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Euro(1m).Split(0));
        Assert.Throws<ArgumentException>(() => Euro(1m).Allocate([]));
        Assert.Throws<ArgumentException>(() => Euro(1m).Allocate([0m, 0m]));
        Assert.Throws<ArgumentException>(() => Euro(1m).Allocate([1m, -1m]));
        Assert.Throws<ArgumentNullException>(() => Euro(1m).Allocate(null!));
    }
}
