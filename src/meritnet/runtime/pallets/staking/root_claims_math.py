"""Arithmetic of the root-claim book: what root stakers are owed in a subnet's alpha.

A hotkey's book keeps one rate per subnet (alpha owed per rao of root stake since ever, I96F32 bits); each
coldkey keeps how much of `rate · root stake` it has had or never earned ("claimed", u128). Amounts are
rao.
Source: vectors/economics/root_claim.json, auto_claim_indices.json
"""

from meritnet.primitives.fixed import I96F32, U64_MAX, U128_MAX

DEFAULT_THRESHOLD = 500_000
"""Alpha below which a claim does nothing, where a subnet stores no other. Unit: rao."""


def rate_increment(alpha: int, root_stake: int) -> int | None:
    """Return what a dividend adds to the rate; None if it goes to the hotkey's owner as stake instead.

    It does where the dividend exceeds the hotkey's root stake, so no rate step is above 1.
    """
    if alpha > root_stake:
        return None
    return I96F32.div(I96F32.from_int(alpha), I96F32.from_int(root_stake))


def add_to_rate(rate: int, increment: int) -> int:
    """Return the rate after a dividend."""
    return I96F32.add(rate, increment)


def owed(rate: int, root_stake: int, claimed: int) -> int:
    """Return what a coldkey is owed as I96F32 bits; it may be a fraction of a rao below zero."""
    earned = I96F32.mul(rate, I96F32.from_int(root_stake))
    return I96F32.sub(earned, I96F32.from_int(claimed))


def claimable(owed_bits: int, threshold_bits: int) -> int:
    """Return the whole rao that a claim pays now; 0 below the subnet's threshold (I96F32 bits)."""
    return 0 if owed_bits < threshold_bits else I96F32.to_u64(owed_bits)


def claimed_after_stake_added(claimed: int, rate: int, added: int) -> int:
    """Return `claimed` raised by what the added root stake has not earned."""
    return min(claimed + _unearned(rate, added), U128_MAX)


def claimed_after_stake_removed(claimed: int, rate: int, removed: int) -> int:
    """Return `claimed` lowered by the part of the removed root stake, at least 0."""
    return max(claimed - _unearned(rate, removed), 0)


def claimed_after_claim(claimed: int, paid: int) -> int:
    """Return `claimed` after a claim was paid."""
    return min(claimed + paid, U128_MAX)


def auto_claim_indices(parent_hash: bytes, count: int, coldkeys: int) -> list[int]:
    """Return which of the `coldkeys` indexed stakers are claimed for in this block, ascending, each once.

    `parent_hash` is the 32-byte hash of the parent block, `count` the number of draws.
    Quirk: with no staker every draw gives index 0, which finds nobody.
    """
    last = int.from_bytes(parent_hash[:8], "big")
    drawn: list[int] = []
    for i in range(count):
        offset = 8 * i % 32
        step = int.from_bytes(parent_hash[offset : offset + 8], "big")
        last = min(last + step, U64_MAX) % coldkeys if coldkeys else 0
        if last not in drawn:
            drawn.append(last)
    return sorted(drawn)


def _unearned(rate: int, stake: int) -> int:
    """Return ⌊rate · stake⌋, at least 0."""
    return max(I96F32.to_int(I96F32.mul(rate, I96F32.from_int(stake))), 0)
