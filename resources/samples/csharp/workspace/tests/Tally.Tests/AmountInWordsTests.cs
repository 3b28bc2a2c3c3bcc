namespace Tally.Tests;

public class AmountInWordsTests
{
    [Theory]
    [InlineData(0, "zéro")]
    [InlineData(1, "un")]
    [InlineData(16, "seize")]
    [InlineData(17, "dix-sept")]
    [InlineData(42, "quarante-deux")]
    public void Small_numbers_have_names(int number, string expected) => Check(number, expected);

    [Theory]
    [InlineData(21, "vingt et un")]
    [InlineData(61, "soixante et un")]
    [InlineData(71, "soixante et onze")]
    public void One_and_eleven_are_joined_by_et(int number, string expected) => Check(number, expected);

    [Theory]
    [InlineData(70, "soixante-dix")]
    [InlineData(77, "soixante-dix-sept")]
    [InlineData(90, "quatre-vingt-dix")]
    [InlineData(99, "quatre-vingt-dix-neuf")]
    public void Seventy_and_ninety_count_on_from_ten(int number, string expected) => Check(number, expected);

    [Theory]
    [InlineData(81, "quatre-vingt-un")]
    [InlineData(91, "quatre-vingt-onze")]
    public void After_eighty_there_is_no_et(int number, string expected) => Check(number, expected);

    [Theory]
    [InlineData(80, "quatre-vingts")]
    [InlineData(200, "deux cents")]
    public void At_the_end_vingt_and_cent_take_an_s(int number, string expected) => Check(number, expected);

    [Theory]
    [InlineData(100, "cent")]
    [InlineData(201, "deux cent un")]
    [InlineData(999, "neuf cent quatre-vingt-dix-neuf")]
    public void Before_another_number_they_do_not(int number, string expected) => Check(number, expected);

    [Theory]
    [InlineData(1000, "mille")]
    [InlineData(1001, "mille un")]
    [InlineData(21000, "vingt et un mille")]
    public void Mille_is_neither_counted_nor_bent(int number, string expected) => Check(number, expected);

    [Theory]
    [InlineData(80000, "quatre-vingt mille")]
    [InlineData(200000, "deux cent mille")]
    public void Before_mille_the_s_is_dropped(int number, string expected) => Check(number, expected);

    [Theory]
    [InlineData(1000000, "un million")]
    [InlineData(2000001, "deux millions un")]
    public void A_million_is_a_noun(int number, string expected) => Check(number, expected);

    [Theory]
    [InlineData(80000000, "quatre-vingts millions")]
    [InlineData(200000000, "deux cents millions")]
    public void Before_a_noun_the_s_stays(int number, string expected) => Check(number, expected);

    [Fact]
    public void Cents_are_a_fraction()
    {
        Assert.Equal("douze EUR 05/100", AmountInWords.French(new Money(12.05m, Currency.Of("EUR"))));
        Assert.Equal("un KWD 250/1000", AmountInWords.French(new Money(1.25m, Currency.Of("KWD"))));
    }

    [Fact]
    public void A_debt_begins_with_moins() =>
        Assert.Equal("moins trois EUR 50/100", AmountInWords.French(new Money(-3.50m, Currency.Of("EUR"))));

    private static void Check(int number, string expected) =>
        Assert.Equal(expected + " JPY", AmountInWords.French(new Money(number, Currency.Of("JPY"))));
}
