"""Declared calls, types, events, errors and constants against the recorded metadata."""

from typing import Any

from meritnet.runtime.pallets.commitments.types import DATA
from meritnet.runtime.runtime import ASSEMBLY
from meritnet.testing.vectors import load

PARTS = ASSEMBLY.pallets["Commitments"]
WIRE: dict[str, Any] = next(p for p in load("wire/wire-pallets")["pallets"] if p["name"] == "Commitments")
TYPES = {t["id"]: t for t in load("wire/wire-types")["types"]}


def test_calls_have_the_recorded_index_and_arguments() -> None:
    recorded = {c["name"]: (c["index"], [a["name"] for a in c["args"]]) for c in WIRE["calls"]}
    declared = {c.name: (c.index, [name for name, _ in c.args]) for c in PARTS.calls}
    assert declared == recorded


def test_errors_and_events_have_the_recorded_index() -> None:
    for kind, declared in (("errors", PARTS.errors), ("events", PARTS.events)):
        recorded = {entry["name"]: entry["index"] for entry in WIRE[kind]}
        assert declared
        for item in declared:
            assert recorded[item.name] == item.index


def test_constants_have_the_recorded_value() -> None:
    assert {c.name: c.value for c in PARTS.constants} == {c["name"]: c["value"] for c in WIRE["constants"]}


def test_data_has_all_recorded_variants_in_their_layout() -> None:
    recorded = next(t for t in TYPES.values() if t["path"] == "pallet_commitments::types::Data")
    expected = [
        (index, name, [field[0] for field in fields]) for index, name, fields in recorded["def"]["variant"]
    ]
    found = [(v.index, v.name, [f.name for f in v.fields]) for v in DATA.variants]
    assert found == expected
    for index, name, fields in recorded["def"]["variant"]:
        if name.startswith("Raw"):
            length, item = TYPES[fields[0][1]]["def"]["array"]
            assert (length, TYPES[item]["def"]) == (index - 1, {"primitive": "u8"})


def test_everything_is_documented() -> None:
    texts = [e.text for e in PARTS.errors] + [e.doc for e in PARTS.events] + [s.doc for s in PARTS.storage]
    assert all(texts)
    assert all(c.doc for c in PARTS.calls)
