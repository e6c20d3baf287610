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


def test_all_are_there() -> None:
    assert len(CALLS) == 14 + 6 + 1 + 6


@pytest.mark.parametrize("key", CALLS)
def test_as_recorded(key: tuple[str, str]) -> None:
    ours, wire, table = CALLS[key], WIRE[key], TABLE[key]
    assert ours.index == wire["index"] == table["index"]
    assert [name for name, _ in ours.args] == [arg["name"] for arg in wire["args"]]
    assert (ours.pays, ours.dispatch_class) == (table["pays_fee"], table["dispatch_class"])
    recorded = WEIGHTS[key[0]].get(key[1])
    if recorded is not None:
        assert ours.weight == measured(
            recorded["ref_time"], recorded["proof_size"], recorded["reads"], recorded["writes"]
        )
    else:
        assert key[1] == "set_children" or key[0] == "Swap"
