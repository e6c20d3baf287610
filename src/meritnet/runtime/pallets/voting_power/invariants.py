"""What always holds for voting power."""

from meritnet.primitives.fixed import U64_MAX
from meritnet.runtime.framework.context import Context

from . import storage


def check(ctx: Context) -> list[str]:
    """Return the violations: each subnet's sum is the sum of its rows, and no row is 0."""
    sums: dict[int, int] = {}
    found = []
    for netuid, hotkey, power in storage.voting_power.iter(ctx):
        sums[netuid] = sums.get(netuid, 0) + power
        if not power:
            found.append(f"hotkey {hotkey.hex()} has a stored voting power of 0 on subnet {netuid}")
    totals = dict(storage.total_voting_power.iter(ctx))
    for netuid in sorted(sums.keys() | totals.keys()):
        total, sum_ = totals.get(netuid, 0), min(sums.get(netuid, 0), U64_MAX)
        if total != sum_:
            found.append(f"the voting power of subnet {netuid} sums to {sum_}, its total says {total}")
    return found
