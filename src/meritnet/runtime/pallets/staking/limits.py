"""Returns the largest amounts that staking calls with a price limit may move.

A limit price is rao of TAO per whole alpha; between two subnets it is the price of origin alpha in
destination alpha, times 10^9. A pool of None is a subnet without a price (mechanism 0 and root): one
alpha is one TAO.
"""

from meritnet.primitives.fixed import U64_MAX, U64F64, sat_add64
from meritnet.runtime.pallets.swap.amm import DEFAULT_FEE_RATE, Pool, Side, limit_bits, spot_price
from meritnet.runtime.pallets.swap.quote import amount_to_limit

UNLIMITED = U64_MAX

_PAR = 10**9
"""Limit price of one TAO for one alpha."""


def max_add(pool: Pool | None, limit_price: int, fee_rate: int = DEFAULT_FEE_RATE) -> int:
    """Return the most TAO, fee included, that a buy takes until the price reaches the limit.

    Raises: SwapError, as a trade at that limit would.
    """
    if pool is None:
        return UNLIMITED if limit_price >= _PAR else 0
    return amount_to_limit(pool, Side.BUY, limit_price, fee_rate)


def max_remove(pool: Pool | None, limit_price: int, fee_rate: int = DEFAULT_FEE_RATE) -> int:
    """Return the most alpha, fee included, that a sale takes until the price falls to the limit.

    Raises: SwapError, as a trade at that limit would.
    """
    if pool is None:
        return UNLIMITED if limit_price <= _PAR else 0
    return amount_to_limit(pool, Side.SELL, limit_price, fee_rate)


def max_swap(
    origin: Pool | None,
    destination: Pool | None,
    limit_price: int,
    origin_fee_rate: int = DEFAULT_FEE_RATE,
    destination_fee_rate: int = DEFAULT_FEE_RATE,
) -> int:
    """Return the most origin alpha that a swap between subnets moves until their price ratio is the limit.

    Raises: SwapError where one side has no price and the other side's trade would fail.
    """
    if origin is None:
        if destination is None:
            return UNLIMITED if limit_price <= _PAR else 0
        if limit_price == 0:
            return UNLIMITED
        # Quirk: the quotient is cut at 64 bits before it is multiplied, so the turned limit may be a rao short:
        # 199,999,999 for 5·10^9, not 200,000,000.
        turned = U64F64.mul(U64F64.from_ratio(_PAR, limit_price), U64F64.from_int(_PAR))
        return max_add(destination, U64F64.to_u64(turned), destination_fee_rate)
    if destination is None:
        return max_remove(origin, limit_price, origin_fee_rate)
    return _max_between(origin, destination, limit_price)


def _max_between(origin: Pool, destination: Pool, limit_price: int) -> int:
    """Return ⌊a2·(t1/(t1+t2))/L − a1·(t2/(t1+t2))⌋ for pools (t1, a1) and (t2, a2) and the limit L.

    Quirk: the pool weights are ignored here, although the prices compared before count them.
    """
    if not (origin.tao and origin.alpha and destination.tao and destination.alpha):
        return 0
    limit = limit_bits(limit_price)
    if limit > U64F64.div(spot_price(origin), spot_price(destination)):
        return 0
    if limit == 0:
        return UNLIMITED
    total = U64F64.from_int(sat_add64(origin.tao, destination.tao))
    origin_part = U64F64.div(U64F64.from_int(origin.tao), total)
    destination_part = U64F64.div(U64F64.from_int(destination.tao), total)
    # Quirk: where dividing by a tiny limit overflows, the quotient and so the maximum is 0, not unlimited.
    gained = U64F64.div(U64F64.mul(U64F64.from_int(destination.alpha), origin_part), limit)
    return U64F64.to_u64(U64F64.sub(gained, U64F64.mul(U64F64.from_int(origin.alpha), destination_part)))
