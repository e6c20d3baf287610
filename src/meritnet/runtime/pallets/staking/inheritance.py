"""What hotkeys weigh on a subnet with their links to parents and children, and how dividends go back along the links.

Units: rao; totals I64F64 bits.
Source: vectors/economics/parent_child.json
"""

from collections.abc import Iterable

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.alpha_assets.accounting import recycle_alpha
from meritnet.runtime.pallets.emission.terms import tao_weight_of
from meritnet.runtime.pallets.hyperparameters.storage import ck_burn, stake_threshold
from meritnet.runtime.pallets.registration.hotkeys import owner_of
from meritnet.runtime.pallets.registration.uids import is_registered
from meritnet.runtime.pallets.subnets.storage import subnet_owner_hotkey

from . import dividends_split, storage
from .child_keys import apply_pending_children, childkey_take
from .stake import ROOT, total_of
from .stake_weight import StakeWeight, stake_weight, total_bits

__all__ = [
    "apply_pending_children",
    "distribute",
    "has_weight_stake",
    "stake_weights",
    "tao_weight",
    "weight_of",
]


def tao_weight(ctx: Context) -> int:
    """Return what a rao of root stake weighs in rao of alpha, as U96F32 bits."""
    return tao_weight_of(storage.tao_weight.get(ctx))


def weight_of(ctx: Context, netuid: int, hotkey: bytes, weight: int) -> StakeWeight:
    """Return what one hotkey weighs on a subnet; `weight` is `tao_weight(ctx)`. Root counts no links."""
    alpha, tao = total_of(ctx, hotkey, netuid), total_of(ctx, hotkey, ROOT)
    if netuid == ROOT:
        return StakeWeight(alpha, tao, total_bits(alpha, tao, weight))
    children = storage.child_keys.get(ctx, hotkey, netuid)
    parents = storage.parent_keys.get(ctx, hotkey, netuid)
    if not children and not parents:
        return StakeWeight(alpha, tao, total_bits(alpha, tao, weight))
    return stake_weight(
        alpha,
        tao,
        (proportion for proportion, _ in children),
        ((total_of(ctx, p, netuid), total_of(ctx, p, ROOT), proportion) for proportion, p in parents),
        weight,
    )


def stake_weights(
    ctx: Context, netuid: int, hotkeys: Iterable[bytes]
) -> tuple[list[int], list[int], list[int]]:
    """Return inherited alpha, inherited root TAO and total weight (I64F64 bits) of each hotkey, in order."""
    weight = tao_weight(ctx)
    alpha, tao, total = [], [], []
    for hotkey in hotkeys:
        found = weight_of(ctx, netuid, hotkey, weight)
        alpha.append(found.alpha)
        tao.append(found.tao)
        total.append(found.total)
    return alpha, tao, total


def has_weight_stake(ctx: Context, netuid: int, hotkey: bytes) -> bool:
    """Return whether a hotkey may set weights: enough stake weight, or the subnet owner's hotkey with a uid."""
    if subnet_owner_hotkey.get(ctx, netuid) == hotkey and is_registered(ctx, netuid, hotkey):
        return True
    total: int = weight_of(ctx, netuid, hotkey, tao_weight(ctx)).total
    threshold: int = stake_threshold.get(ctx)
    return total >= threshold << 64


def distribute(ctx: Context, netuid: int, hotkey: bytes, dividend: int) -> list[tuple[bytes, int]]:
    """Return what each parent and, last, the hotkey itself get of a dividend; the child-key burn is recycled here."""
    parents = storage.parent_keys.get(ctx, hotkey, netuid)
    if not parents:
        return [(hotkey, dividend)]
    weight = tao_weight(ctx)
    child_owner = owner_of(ctx, hotkey)
    split = dividends_split.split_dividend(
        dividend,
        dividends_split.self_contribution(
            total_of(ctx, hotkey, netuid),
            total_of(ctx, hotkey, ROOT),
            (proportion for proportion, _ in storage.child_keys.get(ctx, hotkey, netuid)),
            weight,
        ),
        [
            dividends_split.Parent(
                total_of(ctx, parent, netuid),
                total_of(ctx, parent, ROOT),
                proportion,
                owner_of(ctx, parent) == child_owner,
            )
            for proportion, parent in parents
        ],
        weight,
        childkey_take(ctx, hotkey, netuid),
        ck_burn.get(ctx),
    )
    recycle_alpha(ctx, netuid, split.recycled)
    receivers = [*(parent for _, parent in parents), hotkey]
    return list(zip(receivers, [*split.to_parents, split.to_self], strict=True))
