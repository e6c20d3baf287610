"""What always holds for the list of root stakers."""

from meritnet.runtime.framework.context import Context

from . import storage


def check(ctx: Context) -> list[str]:
    """Return the violations: numbers without gaps, and both directions of the list in agreement."""
    found = []
    count = storage.num_staking_coldkeys.get(ctx)
    by_index = dict(storage.staking_coldkeys_by_index.iter(ctx))
    if sorted(by_index) != list(range(count)):
        found.append(f"root stakers have {len(by_index)} numbers, not exactly 0..{count - 1}")
    for number, coldkey in by_index.items():
        if storage.staking_coldkeys.get(ctx, coldkey) != number:
            found.append(f"root staker {coldkey.hex()} is listed as {number} but knows another number")
    if len(storage.staking_coldkeys.keys(ctx)) != len(by_index):
        found.append("some root stakers have a number under which somebody else or nobody is listed")
    return found
