namespace Tally;

/// <summary>Makes decimals short enough to be paid.</summary>
public static class Rounding
{
    /// <summary>Rounds half away from zero, as most invoices do.</summary>
    /// <param name="value">What to round.</param>
    /// <param name="decimals">How many decimals are kept.</param>
    public static decimal Round(decimal value, int decimals) =>
        Math.Round(value, decimals, MidpointRounding.AwayFromZero);
}
