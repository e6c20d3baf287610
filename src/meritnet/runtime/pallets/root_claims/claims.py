"""Pays what root stakers are owed: sells the alpha and adds the TAO to their root stake, or stakes the alpha itself."""

from collections.abc import Collection
from typing import NamedTuple

from meritnet.primitives.fixed import sat_add64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.framework.weights import Weight, measured
from meritnet.runtime.pallets.emission import money
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.staking import flows, root_claims_math
from meritnet.runtime.pallets.staking.stake import ROOT, add_to_total, increase
from meritnet.runtime.pallets.staking.storage import staking_hotkeys
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.runtime.pallets.swap import pool
from meritnet.runtime.pallets.swap.amm import SELL_DEFAULT_LIMIT

from . import storage
from .book import credit, on_root_stake_added, on_root_stake_removed, owed_bits
from .events import RootClaimed
from .index import ensure_indexed, scan
from .types import keeps

__all__ = [
    "Claimed",
    "claim",
    "credit",
    "ensure_indexed",
    "on_root_stake_added",
    "on_root_stake_removed",
    "run_auto_claims",
]

_PER_SUBNET = measured(60_000_000, 6_987, reads=7, writes=5)


class Claimed(NamedTuple):
    """What a claim came to: TAO added to root stake, and the weight it used."""

    tao: int
    weight: Weight


def claim(
    ctx: Context, coldkey: bytes, netuids: Collection[int] | None, hotkey: bytes | None = None
) -> Claimed:
    """Claim for all hotkeys of a coldkey, or one, on `netuids` (None: all), with an event in any case.

    All or nothing: a refused sale undoes what was claimed before it.
    Raises: ModuleError of the Swap pallet where a sale is refused.
    """
    total, weight = 0, measured(0, reads=1)
    with ctx.layer():
        for each in staking_hotkeys.get(ctx, coldkey) if hotkey is None else (hotkey,):
            weight = weight.plus(measured(0, reads=3))
            for netuid, _ in storage.root_claimable.get(ctx, each):
                if netuids is None or netuid in netuids:
                    total += _claim_on(ctx, each, coldkey, netuid)
                    weight = weight.plus(_PER_SUBNET)
        ctx.emit(RootClaimed, coldkey, total)
    return Claimed(total, weight)


def run_auto_claims(ctx: Context) -> None:
    """Claim for the root stakers that the parent block's hash draws, then go on with the scans for missing ones."""
    count, draws = storage.num_staking_coldkeys.get(ctx), storage.num_root_claim.get(ctx)
    for number in root_claims_math.auto_claim_indices(ctx.parent_hash, draws, count):
        coldkey = storage.staking_coldkeys_by_index.get(ctx, number)
        if coldkey is None:
            continue
        try:
            claim(ctx, coldkey, None)
        except DispatchError:
            # A pool that refuses the sale leaves the claim for a later block, as in the reference.
            continue
    scan(ctx)


def _claim_on(ctx: Context, hotkey: bytes, coldkey: bytes, netuid: int) -> int:
    """Claim one subnet's alpha as the coldkey chose; return the TAO added: 0 if alpha is kept or too little."""
    owed = owed_bits(ctx, hotkey, coldkey, netuid)
    alpha = root_claims_math.claimable(owed, storage.root_claimable_threshold.get(ctx, netuid))
    if not alpha:
        return 0
    tao = 0
    if keeps(storage.root_claim_type.get(ctx, coldkey), netuid):
        increase(ctx, hotkey, coldkey, netuid, alpha)
    else:
        tao = _sell(ctx, hotkey, coldkey, netuid, alpha)
    claimed = storage.root_claimed.get(ctx, netuid, hotkey, coldkey)
    storage.root_claimed.set(
        ctx, netuid, hotkey, coldkey, root_claims_math.claimed_after_claim(claimed, alpha)
    )
    return tao


def _sell(ctx: Context, hotkey: bytes, coldkey: bytes, netuid: int, alpha: int) -> int:
    """Sell claimed alpha without a fee and add the TAO to the root stake; return the TAO."""
    tao = pool.sell(ctx, netuid, alpha, SELL_DEFAULT_LIMIT, drop_fees=True).paid_out
    money.from_subnet(ctx, netuid, subnet_account(ROOT), tao)
    emission.subnet_root_sell_tao.set(
        ctx, netuid, sat_add64(emission.subnet_root_sell_tao.get(ctx, netuid), tao)
    )
    flows.protocol_out(ctx, netuid, tao)
    increase(ctx, hotkey, coldkey, ROOT, tao)
    for reserve in (emission.subnet_tao, emission.subnet_alpha_out):
        reserve.set(ctx, ROOT, sat_add64(reserve.get(ctx, ROOT), tao))
    add_to_total(ctx, tao)
    on_root_stake_added(ctx, hotkey, coldkey, tao)
    return tao
