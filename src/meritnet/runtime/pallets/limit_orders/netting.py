"""Returns how a batch of buys and sales nets out: who trades with whom, and what is left for the pool. Pure arithmetic.

Both sides are compared in TAO at the spot price. The smaller side is served at that price by the larger one; only the
difference is traded with the pool, and the larger side shares what comes of it.
Units: rao; prices U64F64 bits of TAO per alpha. All shares are floored; the dust stays with the pallet's account.
"""

from typing import NamedTuple

from meritnet.primitives.fixed import U64_MAX, U64F64, U128_MAX, sat_sub64

from .errors import ArithmeticOverflow


class Sums(NamedTuple):
    """Both sides of a batch."""

    buys: int
    """TAO of the buys after their fees."""
    sells: int
    """Alpha of the sales."""
    sells_tao: int
    """The same in TAO at the spot price."""
    price: int

    @property
    def buys_more(self) -> bool:
        """Whether TAO is left for the pool rather than alpha."""
        return self.buys >= self.sells_tao


def sums_of(buys: int, sells: int, price: int) -> Sums:
    """Return the two sides at a price."""
    return Sums(buys, sells, alpha_to_tao(sells, price), price)


def for_pool(sums: Sums) -> int:
    """Return what is traded with the pool: TAO if more is bought, else alpha. Raises: ArithmeticOverflow."""
    if sums.buys_more:
        return (sums.buys - sums.sells_tao) & U64_MAX
    return max(sums.sells - tao_to_alpha(sums.buys, sums.price), 0) & U64_MAX


def told_amount(sums: Sums) -> int:
    """Return the amount that the batch's event names: as `for_pool`, with numbers cut to 64 bits one by one."""
    if sums.buys_more:
        return for_pool(sums)
    return sat_sub64(sums.sells & U64_MAX, tao_to_alpha(sums.buys, sums.price) & U64_MAX)


def alpha_for_buyers(sums: Sums, from_pool: int) -> int:
    """Return the alpha that all buyers share. Raises: ArithmeticOverflow."""
    if sums.buys_more:
        return min(from_pool + sums.sells, U128_MAX)
    return tao_to_alpha(sums.buys, sums.price)


def tao_for_sellers(sums: Sums, from_pool: int) -> int:
    """Return the TAO that all sellers share, before their fees."""
    return sums.sells_tao if sums.buys_more else min(from_pool + sums.buys, U128_MAX)


def share_of(total: int, part: int, whole: int) -> int:
    """Return a part's share of a total, floored; 0 of nothing."""
    return min(total * part, U128_MAX) // whole & U64_MAX if whole else 0


def alpha_to_tao(alpha: int, price: int) -> int:
    """Return what alpha is worth at a price, floored."""
    return U64F64.to_int(U64F64.mul(price, U64F64.from_int(alpha)))


def tao_to_alpha(tao: int, price: int) -> int:
    """Return the alpha that TAO is worth at a price, floored; 0 without a price. Raises: ArithmeticOverflow."""
    if not price:
        return 0
    alpha = U64F64.checked_div(U64F64.from_int(tao), price)
    if alpha is None:
        raise ArithmeticOverflow(tao=tao, price=price)
    return U64F64.to_int(alpha)
