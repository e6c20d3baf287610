"""The book of root dividends over state: what root stakers are owed in each subnet's alpha.

A hotkey keeps one rate per subnet, a coldkey keeps what it already had of rate · root stake.
Units: rao of alpha, rao of TAO for root stake, rates I96F32 bits.
Source: vectors/economics/root_claim.json
"""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.registration.hotkeys import owner_of
from meritnet.runtime.pallets.staking import root_claims_math as arithmetic
from meritnet.runtime.pallets.staking.stake import ROOT, increase, stake_of, total_of

from . import storage


def credit(ctx: Context, hotkey: bytes, netuid: int, alpha: int) -> None:
    """Enter a root dividend into the hotkey's book.

    With less root stake than alpha to share, the hotkey's owner gets it as stake instead.
    Quirk: a dividend of 0 makes an entry too.
    """
    increment = arithmetic.rate_increment(alpha, total_of(ctx, hotkey, ROOT))
    if increment is None:
        increase(ctx, hotkey, owner_of(ctx, hotkey), netuid, alpha)
        return
    rates = dict(storage.root_claimable.get(ctx, hotkey))
    if not increment and netuid in rates:
        return
    rates[netuid] = arithmetic.add_to_rate(rates.get(netuid, 0), increment)
    storage.root_claimable.set(ctx, hotkey, tuple(sorted(rates.items())))


def owed_bits(ctx: Context, hotkey: bytes, coldkey: bytes, netuid: int) -> int:
    """Return what a coldkey is owed in a subnet's alpha, as I96F32 bits; rounding may leave it below zero."""
    rate = dict(storage.root_claimable.get(ctx, hotkey)).get(netuid, 0)
    claimed = storage.root_claimed.get(ctx, netuid, hotkey, coldkey)
    return arithmetic.owed(rate, stake_of(ctx, hotkey, coldkey, ROOT), claimed)


def on_root_stake_added(ctx: Context, hotkey: bytes, coldkey: bytes, amount: int) -> None:
    """Count what new root stake did not earn as already claimed, on every subnet of the hotkey's book."""
    for netuid, rate in storage.root_claimable.get(ctx, hotkey):
        claimed = storage.root_claimed.get(ctx, netuid, hotkey, coldkey)
        claimed = arithmetic.claimed_after_stake_added(claimed, rate, amount)
        storage.root_claimed.set(ctx, netuid, hotkey, coldkey, claimed)


def on_root_stake_removed(ctx: Context, hotkey: bytes, coldkey: bytes, amount: int) -> None:
    """Forget the claims that went with root stake which has left.

    Quirk: nothing is paid out at this point, so what the leaving stake had not claimed yet is lost to its owner.
    """
    for netuid, rate in storage.root_claimable.get(ctx, hotkey):
        if netuid == ROOT:
            continue
        claimed = storage.root_claimed.get(ctx, netuid, hotkey, coldkey)
        claimed = arithmetic.claimed_after_stake_removed(claimed, rate, amount)
        storage.root_claimed.set(ctx, netuid, hotkey, coldkey, claimed)


def forget(ctx: Context, netuid: int) -> None:
    """Strike a subnet that ends from every book: what its root stakers had not claimed is forfeited."""
    for hotkey, rates in list(storage.root_claimable.iter(ctx)):
        if any(on == netuid for on, _ in rates):
            storage.root_claimable.set(ctx, hotkey, tuple(rate for rate in rates if rate[0] != netuid))
    storage.root_claimed.clear(ctx, netuid)
