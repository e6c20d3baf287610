"""What always holds for collateral, checked over a whole state."""

from collections import Counter

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.staking.storage import total_hotkey_alpha

from . import storage
from .arithmetic import Bond

ROUNDING_BITS = 32
ROUNDING = 256
"""Stake is shares of a pool, whose values are floored: a position may be worth a few rao less than went into it."""

Position = tuple[int, bytes]
"""(netuid, coldkey)"""


def check(ctx: Context) -> list[str]:
    """Return every violation found, in words; an empty list is a sound state."""
    return [*sums_agree(ctx), *lists_agree(ctx), *worth_keeping(ctx), *is_staked(ctx)]


def _rows(ctx: Context) -> list[tuple[int, bytes, bytes, Bond]]:
    return [(*key, Bond(*row)) for key, row in storage.miner_collateral.iter_prefix(ctx)]


def sums_agree(ctx: Context) -> list[str]:
    """`ColdkeyMinerCollateral` is the sum of a coldkey's rows, and no sum of nothing is stored."""
    summed: Counter[Position] = Counter()
    for netuid, _, coldkey, bond in _rows(ctx):
        summed[netuid, coldkey] += bond.locked
    stored = {
        (netuid, coldkey): total for netuid, coldkey, total in storage.coldkey_miner_collateral.iter(ctx)
    }
    expected = {where: total for where, total in summed.items() if total}
    return [
        f"collateral of {coldkey.hex()} on {netuid}: counted {stored.get((netuid, coldkey))}, rows hold "
        f"{expected.get((netuid, coldkey))}"
        for netuid, coldkey in sorted(stored.keys() | expected.keys())
        if stored.get((netuid, coldkey)) != expected.get((netuid, coldkey))
    ]


def lists_agree(ctx: Context) -> list[str]:
    """`ColdkeyCollateralHotkeys` names the hotkeys of a coldkey's rows, each once, and is never empty."""
    rows = {(netuid, coldkey, hotkey) for netuid, hotkey, coldkey, _ in _rows(ctx)}
    wrong, listed = [], set()
    for netuid, coldkey, hotkeys in storage.coldkey_collateral_hotkeys.iter(ctx):
        if not hotkeys or len(set(hotkeys)) != len(hotkeys):
            wrong.append(
                f"list of collateral of {coldkey.hex()} on {netuid} is empty or names a hotkey twice"
            )
        listed |= {(netuid, coldkey, hotkey) for hotkey in hotkeys}
    return wrong + [
        f"collateral of {coldkey.hex()} with {hotkey.hex()} on {netuid} stands in one of row and list only"
        for netuid, coldkey, hotkey in sorted(rows ^ listed)
    ]


def worth_keeping(ctx: Context) -> list[str]:
    """No row holds nothing and waits for nothing, and every ratio releases something."""
    return [
        f"collateral of {coldkey.hex()} with {hotkey.hex()} on {netuid} holds nothing or is never released: {bond}"
        for netuid, hotkey, coldkey, bond in _rows(ctx)
        if bond.is_over or not bond.drain_ratio
    ]


def is_staked(ctx: Context) -> list[str]:
    """What hotkeys hold as collateral is alpha that is staked with them, but for rounding of shares."""
    held: Counter[tuple[bytes, int]] = Counter()
    for netuid, hotkey, _, bond in _rows(ctx):
        held[hotkey, netuid] += bond.locked
    wrong = []
    for (hotkey, netuid), amount in sorted(held.items()):
        staked = total_hotkey_alpha.get(ctx, hotkey, netuid)
        if amount > staked + (staked >> ROUNDING_BITS) + ROUNDING:
            wrong.append(
                f"hotkey {hotkey.hex()} on {netuid} holds collateral of {amount}, but {staked} is staked"
            )
    return wrong
