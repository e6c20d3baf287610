"""What must hold for a stored chain: the tables agree, and the state keeps every invariant of the rules."""

from collections.abc import Callable, Iterator

from meritnet.operator.snapshot_state import Still
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.balances import invariants as balances
from meritnet.runtime.pallets.collateral import invariants as collateral
from meritnet.runtime.pallets.commitments import invariants as commitments
from meritnet.runtime.pallets.crowdloan import invariants as crowdloan
from meritnet.runtime.pallets.drand import invariants as drand
from meritnet.runtime.pallets.emission import invariants as emission
from meritnet.runtime.pallets.evm_keys import invariants as evm_keys
from meritnet.runtime.pallets.leases import invariants as leases
from meritnet.runtime.pallets.limit_orders import invariants as limit_orders
from meritnet.runtime.pallets.mev_shield import invariants as mev_shield
from meritnet.runtime.pallets.proxy import invariants as deposits
from meritnet.runtime.pallets.registration import invariants as registration
from meritnet.runtime.pallets.scheduler import invariants as scheduler
from meritnet.runtime.pallets.staking import invariants as staking
from meritnet.runtime.pallets.subnets import invariants as subnets
from meritnet.runtime.pallets.voting_power import invariants as voting_power
from meritnet.state.check import problems


def tables(still: Still) -> list[str]:
    """Headers, bodies, history and trie agree, and the state gives the root that the head names."""
    return list(problems(still.tables))


INVARIANTS: tuple[tuple[str, Callable[[Context], list[str]]], ...] = (
    ("issuance, subnets' accounts, outstanding alpha", emission.check_state),
    ("uids and hotkeys", registration.check),
    ("stakes, pools, child keys, root claims", staking.check),
    ("collateral of miners", collateral.check),
    ("holds", balances.check),
    ("deposits", deposits.check),
    ("planned calls", scheduler.check),
    ("keys and stored calls of the MEV shield", mev_shield.check),
    ("rounds of beacons", drand.check),
    ("timelocked commitments", commitments.check),
    ("crowdloans", crowdloan.check),
    ("leases", leases.check),
    ("limit orders", limit_orders.check),
    ("subnets", subnets.check_state),
    ("voting power", voting_power.check),
    ("EVM keys", evm_keys.check),
)
"""What the rules promise about every state: (name, check)."""


def check(still: Still) -> Iterator[tuple[str, list[str]]]:
    """Yield (what was checked, violations) for every check."""
    yield "tables and state root", tables(still)
    for name, invariant in INVARIANTS:
        yield name, invariant(still.ctx)
