"""What must hold for a stored chain: the tables agree, and the state keeps every invariant of the rules."""

from collections.abc import Callable, Iterator

from meritnet.operator.snapshot_state import Still
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.balances import storage as balances
from meritnet.runtime.pallets.registration import invariants as registration
from meritnet.runtime.pallets.staking import invariants as staking
from meritnet.runtime.pallets.system import storage as system
from meritnet.state.check import problems


def issuance(ctx: Context) -> list[str]:
    """The issuance of the balances is what all accounts hold, free and reserved."""
    held = sum(record.data.free + record.data.reserved for _, record in system.account.iter(ctx))
    stated = int(balances.total_issuance.get(ctx))
    if held == stated:
        return []
    return [f"Balances.TotalIssuance is {stated} rao, the accounts hold {held} rao"]


def tables(still: Still) -> list[str]:
    """Headers, bodies, history and trie agree, and the state gives the root that the head names."""
    return list(problems(still.tables))


INVARIANTS: tuple[tuple[str, Callable[[Context], list[str]]], ...] = (
    ("issuance of the balances", issuance),
    ("uids and hotkeys", registration.check),
    ("stakes, pools, child keys, root claims", staking.check),
)
"""What the rules promise about every state: (name, check)."""


def check(still: Still) -> Iterator[tuple[str, list[str]]]:
    """Yield (what was checked, violations) for every check."""
    yield "tables and state root", tables(still)
    for name, invariant in INVARIANTS:
        yield name, invariant(still.ctx)
