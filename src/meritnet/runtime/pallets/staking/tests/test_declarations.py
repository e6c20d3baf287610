"""The calls of these folders stand as recorded: index, arguments, payment, weight."""

import pytest

from meritnet.runtime.framework.declarations import CallDef
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.root_claims import calls as root_claims
from meritnet.runtime.pallets.staking import calls_delegation, calls_stake
from meritnet.runtime.pallets.swap import calls as swap
from meritnet.testing.vectors import load

MODULES = (calls_delegation, calls_stake, root_claims, swap)
CALLS = {
    (value.pallet, value.name): value
    for module in MODULES
    for value in vars(module).values()
    if isinstance(value, CallDef)
}
WIRE = {
    (pallet["name"], call["name"]): call
    for pallet in load("wire/wire-pallets")["pallets"]
    for call in pallet["calls"]
}
TABLE = {
    (pallet, call["name"]): call
    for pallet, calls in load("economics/table_calls")["calls"].items()
    for call in calls
}
WEIGHTS = load("economics/table_weights")["weights"]


NEWER = {"move_stake_limit", "transfer_stake_and_hotkey", "claim_root_with_hotkey"}
"""Calls of runtime 461 that 425 does not have."""
OLDER = {"set_root_claim_type", "sudo_set_num_root_claims"}
"""Calls of runtime 425 that 461 does not have."""


def test_all_are_there() -> None:
    assert len(CALLS) == 16 + 6 + 4 + 6
    names = {name for _, name in CALLS}
    assert names - {name for _, name in TABLE} == NEWER
    assert names - {name for _, name in WIRE} == OLDER


@pytest.mark.parametrize("key", CALLS)
def test_as_recorded(key: tuple[str, str]) -> None:
    ours = CALLS[key]
    for recorded in (table[key] for table in (WIRE, TABLE) if key in table):
        assert ours.index == recorded["index"]
        assert [name for name, _ in ours.args] == [arg["name"] for arg in recorded["args"]]
    if key[1] in NEWER:
        assert (ours.pays, ours.dispatch_class) == (True, "Normal")
        return
    assert (ours.pays, ours.dispatch_class) == (TABLE[key]["pays_fee"], TABLE[key]["dispatch_class"])
    recorded = WEIGHTS[key[0]].get(key[1])
    if recorded is not None:
        assert ours.weight == measured(
            recorded["ref_time"], recorded["proof_size"], recorded["reads"], recorded["writes"]
        )
    else:
        assert key[1] == "set_children" or key[0] == "Swap"
