"""Makes decimals short enough to be paid."""
from decimal import ROUND_HALF_UP, Decimal


def round_to(value: Decimal, decimals: int) -> Decimal:
    """Rounds half away from zero, as most invoices do."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
