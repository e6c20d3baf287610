"""AdminUtils as clients see it: every declared call has the recorded name, index, arguments, class and weight."""

from typing import Any

import pytest

from meritnet.runtime.framework.declarations import CallDef
from meritnet.runtime.framework.weights import Weight, measured
from meritnet.runtime.params import params_for
from meritnet.runtime.runtime import Runtime
from meritnet.testing import vectors

ABSENT = {
    59, 62,  # parts that this chain leaves out
    100, 101, 102, 104, 105, 106, 107, 108, 109,  # only in the later runtime, whose rule is not known
}  # fmt: skip
TYPE_NAMES = {
    "BoundedVec<Public>": "BoundedVec<Public, 32>",
    "<T as frame_system::Config>::AccountId": "AccountId32",
}
NEWER = {97, 98, 99}
"""Calls of the later runtime alone; the charges of the earlier one do not name them."""

PALLET = Runtime(params_for("local", 250)).assembly.pallets["AdminUtils"]
RECORDED: dict[int, Any] = {  # Any: rows of JSON
    call["index"]: call
    for pallet in vectors.load("wire/wire-pallets")["pallets"]
    if pallet["name"] == "AdminUtils"
    for call in [*pallet["calls"], *pallet["only425"]["calls"]]
}
CHARGED = {call["name"]: call for call in vectors.load("economics/table_calls")["calls"]["AdminUtils"]}
MEASURED = vectors.load("economics/table_weights")["weights"]["AdminUtils"]


def test_all_calls_but_those_left_out_are_declared() -> None:
    assert {call.index for call in PALLET.calls} == RECORDED.keys() - ABSENT
    assert RECORDED.keys() >= ABSENT


@pytest.mark.parametrize("call", PALLET.calls, ids=lambda call: call.name)
def test_name_arguments_class_and_fee_are_the_recorded_ones(call: CallDef) -> None:
    recorded = RECORDED[call.index]
    assert call.name == recorded["name"]
    assert [name for name, _ in call.args] == [arg["name"] for arg in recorded["args"]]
    types = [TYPE_NAMES.get(arg["type"], arg["type"]) for arg in recorded["args"]]
    assert [type_.name for _, type_ in call.args] == types
    if call.index not in NEWER:
        charged = CHARGED[call.name]
        assert (call.dispatch_class, call.pays) == (charged["dispatch_class"], charged["pays_fee"])
    assert call.doc.endswith(".")


@pytest.mark.parametrize("call", [c for c in PALLET.calls if c.name in MEASURED], ids=lambda call: call.name)
def test_measured_weights_are_the_recorded_ones(call: CallDef) -> None:
    row = MEASURED[call.name]
    per_item = sum(term["ref_time"] for term in row.get("linear_terms", ()))
    for items in (0, 3) if per_item else (0,):
        time = row["ref_time"] + per_item * items
        expected = measured(time, row["proof_size"], reads=row["reads"], writes=row["writes"])
        weight = call.weight(None, (bytes(32),) * items) if callable(call.weight) else call.weight
        assert isinstance(weight, Weight)
        assert weight == expected


def test_events_and_errors_have_the_recorded_places() -> None:
    pallets = {pallet["name"]: pallet for pallet in vectors.load("wire/wire-pallets")["pallets"]}
    recorded = pallets["AdminUtils"]
    events = {event["index"]: event["name"] for event in recorded["events"]}
    assert {event.index: event.name for event in PALLET.events}.items() <= events.items()
    assert all(event.doc for event in PALLET.events)
    errors = {error["index"]: error["name"] for error in recorded["errors"]}
    assert {error.index: error.name for error in PALLET.errors}.items() <= errors.items()
    assert all(error.text for error in PALLET.errors)
