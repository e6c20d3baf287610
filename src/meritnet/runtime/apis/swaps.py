"""SwapRuntimeApi: prices of alpha and quotes of trades. Units: rao; prices in rao of TAO per whole alpha."""

from typing import Any

from meritnet.codec import U64, Struct, Vec
from meritnet.codec.common import ALPHA, NET_UID, TAO
from meritnet.primitives.fixed import U64_MAX, U64F64, sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import api
from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.pallets.subnets.queries import networks
from meritnet.runtime.pallets.swap import pool

SUBNET_PRICE = Struct("pallet_subtensor_swap_runtime_api::SubnetPrice", [("netuid", NET_UID), ("price", U64)])
SIM_SWAP_RESULT = Struct(
    "pallet_subtensor_swap_runtime_api::SimSwapResult",
    [
        ("tao_amount", TAO),
        ("alpha_amount", ALPHA),
        ("tao_fee", TAO),
        ("alpha_fee", ALPHA),
        ("tao_slippage", TAO),
        ("alpha_slippage", ALPHA),
    ],
)
NOTHING = SIM_SWAP_RESULT(0, 0, 0, 0, 0, 0)
"""The quote of a trade that the pool would refuse."""


def _price(ctx: Context, netuid: int) -> int:
    return min(pool.alpha_price_rao(ctx, netuid), U64_MAX)


@api("SwapRuntimeApi", {"netuid": NET_UID}, U64)
def current_alpha_price(ctx: Context, netuid: int) -> int:
    """Return the spot price of a subnet's alpha; 10^9 where one alpha is one TAO."""
    return _price(ctx, netuid)


@api("SwapRuntimeApi", {}, Vec(SUBNET_PRICE))
def current_alpha_price_all(ctx: Context) -> list[Any]:
    """Return the spot price of every subnet, root among them."""
    return [SUBNET_PRICE(netuid, _price(ctx, netuid)) for netuid in networks(ctx)]


@api("SwapRuntimeApi", {"netuid": NET_UID, "tao": TAO}, SIM_SWAP_RESULT)
def sim_swap_tao_for_alpha(ctx: Context, netuid: int, tao: int) -> Any:
    """Return what a purchase for `tao`, fee included, would give; slippage against the spot price.

    All zero where the pool would refuse.
    """
    ideal = U64F64.to_u64(U64F64.div(U64F64.from_int(tao), pool.spot_price(ctx, netuid)))
    try:
        result = pool.simulate_buy(ctx, netuid, tao)
    except DispatchError:
        return NOTHING
    slippage = sat_sub64(ideal, result.paid_out)
    return SIM_SWAP_RESULT(result.paid_in, result.paid_out, result.fee_paid, 0, 0, slippage)


@api("SwapRuntimeApi", {"netuid": NET_UID, "alpha": ALPHA}, SIM_SWAP_RESULT)
def sim_swap_alpha_for_tao(ctx: Context, netuid: int, alpha: int) -> Any:
    """Return what a sale of `alpha`, fee included, would give; slippage against the spot price.

    All zero where the pool would refuse.
    """
    ideal = U64F64.to_u64(U64F64.mul(U64F64.from_int(alpha), pool.spot_price(ctx, netuid)))
    try:
        result = pool.simulate_sell(ctx, netuid, alpha)
    except DispatchError:
        return NOTHING
    slippage = sat_sub64(ideal, result.paid_out)
    return SIM_SWAP_RESULT(result.paid_out, result.paid_in, 0, result.fee_paid, slippage, 0)
