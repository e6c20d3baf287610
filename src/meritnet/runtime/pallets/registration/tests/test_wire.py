"""Calls of registration against the recorded tables: index, arguments, fee, weight; and documentation."""

from typing import Any

import pytest

from meritnet.runtime.framework.declarations import CallDef, EventDef
from meritnet.runtime.framework.weights import Weight
from meritnet.runtime.pallets.registration import calls, calls_serving, events, storage
from meritnet.state.items import StorageItem
from meritnet.testing.vectors import load

CALLS = [v for module in (calls, calls_serving) for v in vars(module).values() if isinstance(v, CallDef)]
WIRE: dict[str, Any] = next(p for p in load("wire/wire-pallets")["pallets"] if p["name"] == "SubtensorModule")
ON_WIRE = {c["name"]: c for c in WIRE["calls"]}
TABLE = {c["name"]: c for c in load("economics/table_calls")["calls"]["SubtensorModule"]}
WEIGHTS = load("economics/table_weights")["weights"]["SubtensorModule"]


def test_there_are_nine_calls() -> None:
    assert sorted(c.index for c in CALLS) == [4, 5, 6, 7, 40, 62, 68, 91, 134]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_call(call: CallDef) -> None:
    recorded = ON_WIRE[call.name]
    assert call.index == recorded["index"]
    assert [name for name, _ in call.args] == [a["name"] for a in recorded["args"]]
    shown = {"AccountId": "AccountId32"}
    assert [shown.get(t.name, t.name) for _, t in call.args] == [a["type"] for a in recorded["args"]]
    assert call.pays is TABLE[call.name]["pays_fee"]
    assert call.dispatch_class == TABLE[call.name]["dispatch_class"]
    assert call.doc
    # The table has no row for register_limit; its weight stands in the reference beside the call.
    if call.name in WEIGHTS:
        row = WEIGHTS[call.name]
        time = row["ref_time"] + 25_000_000 * row["reads"] + 100_000_000 * row["writes"]
        assert call.weight == Weight(time, row["proof_size"])


def test_events_have_the_recorded_index_and_a_text() -> None:
    recorded = {e["name"]: e["index"] for e in WIRE["events"]}
    declared = [v for v in vars(events).values() if isinstance(v, EventDef)]
    assert len(declared) == 4
    for event in declared:
        assert event.index == recorded[event.name]
        assert event.doc


def test_every_item_is_documented() -> None:
    items = [v for v in vars(storage).values() if isinstance(v, StorageItem)]
    assert len(items) == 15
    assert [item.name for item in items if not item.doc] == []
