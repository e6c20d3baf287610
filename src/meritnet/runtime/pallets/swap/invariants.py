"""What always holds for the pools."""

from meritnet.runtime.framework.context import Context

from . import storage
from .amm import MAX_FEE_RATE, WEIGHT_ONE
from .pool_weights import MIN_WEIGHT


def check(ctx: Context) -> list[str]:
    """Return the violations: weights from 1 to 99 %, fees within their bound."""
    found = []
    for netuid, weight in storage.swap_balancer.iter(ctx):
        if not MIN_WEIGHT <= weight <= WEIGHT_ONE - MIN_WEIGHT:
            found.append(f"subnet {netuid}: TAO weighs {weight}, outside 1..99 % of 10^18")
    for netuid, rate in storage.fee_rate.iter(ctx):
        if rate > MAX_FEE_RATE:
            found.append(f"subnet {netuid}: pool fee {rate} exceeds {MAX_FEE_RATE}")
    return found
