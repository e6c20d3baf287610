"""Returns the weights of a pool that keep its price when liquidity is added in another ratio."""

from meritnet.primitives.fixed import U128_MAX
from meritnet.runtime.pallets.swap.amm import EVEN_WEIGHT, WEIGHT_ONE, Pool

MIN_WEIGHT = WEIGHT_ONE // 100
"""Neither asset may weigh less than this."""


def after_liquidity(pool: Pool, tao_added: int, alpha_added: int) -> int | None:
    """Return the new weight of TAO in 10^-18, None if one would leave its range: add nothing then.

    Source: vectors/economics/pool_weight_update.json
    """
    tao, alpha, quote_weight = pool
    base = _scaled(WEIGHT_ONE - quote_weight, tao, alpha + alpha_added)
    quote = _scaled(quote_weight, alpha, tao + tao_added)
    total = base + quote
    new_weight = WEIGHT_ONE * quote // total if total else EVEN_WEIGHT
    if MIN_WEIGHT <= new_weight <= WEIGHT_ONE - MIN_WEIGHT:
        return new_weight
    return None


def _scaled(weight: int, reserve: int, enlarged: int) -> int:
    """Return weight · reserve · enlarged rounded to the nearest whole number, halves up."""
    product = min(reserve * enlarged, U128_MAX)
    return (weight * product + WEIGHT_ONE // 2) // WEIGHT_ONE
