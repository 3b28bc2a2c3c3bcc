using System.Globalization;

namespace Tally.Tests;

/// <summary>Attributes cannot hold decimals, so the rows of a theory hold text.</summary>
internal static class Parse
{
    public static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
