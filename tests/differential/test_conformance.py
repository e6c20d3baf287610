"""Everything the runtime declares agrees with the recorded tables of the reference, or a reason is given."""

import dataclasses
from collections import defaultdict

from meritnet.codec import U32
from meritnet.runtime.absences import ABSENCES
from meritnet.runtime.params import params_for
from meritnet.runtime.runtime import ASSEMBLY
from meritnet.testing.conformance import (
    CLIENTS,
    EXPLAINED,
    KINDS,
    Conformance,
    Coverage,
    Missing,
    coverage,
    declared_names,
    missing,
    pallet_table,
    recorded_names,
)
from meritnet.testing.vectors import load

RECORDED_PACE_MS = 250
"""The tables were read from a development chain with fast blocks."""


def _differences() -> list[tuple[str, str]]:
    comparison = Conformance(ASSEMBLY, params_for("local", RECORDED_PACE_MS))
    return [(difference.what, difference.text) for difference in comparison.differences()]


def test_every_declaration_agrees_with_the_tables_or_is_explained():
    unexplained = [f"{what}: {text}" for what, text in _differences() if what not in EXPLAINED]
    assert not unexplained, "\n".join(unexplained)


def test_every_explanation_is_still_needed():
    found = {what for what, _ in _differences()}
    assert set(EXPLAINED) == found


def test_the_comparison_sees_a_wrong_index_name_type_hasher_and_default(monkeypatch):
    pallet = ASSEMBLY.pallets["SubtensorModule"]
    call = next(one for one in pallet.calls if one.name == "burned_register")
    event = next(one for one in pallet.events if one.name == "NeuronRegistered")
    item = next(one for one in pallet.storage if one.name == "Tempo")
    monkeypatch.setattr(
        pallet, "calls", [dataclasses.replace(call, index=99, args=(("netuid", U32), call.args[1]))]
    )
    monkeypatch.setattr(pallet, "events", [dataclasses.replace(event, fields=(("netuid", U32),))])
    monkeypatch.setattr(item, "default", 11)
    monkeypatch.setattr(item, "_constant_default", True)
    found = "\n".join(f"{what}: {text}" for what, text in _differences())
    assert "calls.burned_register: index 99 is not 7" in found
    assert "calls.burned_register: u32: path none is not subtensor_runtime_common::NetUid" in found
    assert "events.NeuronRegistered: ['netuid'] is not [None, None, None]" in found
    assert "storage.Tempo: default 0x0b00 is not 0x0a00" in found


def test_coverage_counts_what_is_recorded_and_what_clients_use():
    rows = {(row.owner, row.kind): row for row in coverage(ASSEMBLY)}
    sudo = rows["Sudo", "calls"]
    assert (sudo.declared, sudo.recorded) == (len(ASSEMBLY.pallets["Sudo"].calls), 5)
    recorded = len(pallet_table()["MevShield"]["calls"])
    shield = rows["MevShield", "calls"]
    assert isinstance(shield, Coverage)
    assert (shield.declared, shield.recorded, shield.used_declared) == (recorded, recorded, 1)


def test_every_recorded_name_is_declared_or_left_out_for_a_reason():
    forgotten = [f"{one.owner}.{one.kind}.{one.name}" for one in missing(ASSEMBLY) if one.absence is None]
    assert not forgotten, f"declare them or list them in runtime/absences.py: {forgotten}"


def test_what_clients_surely_use_is_declared_but_for_parts_that_a_reader_of_the_page_expects():
    parts = {one.absence.part for one in missing(ASSEMBLY) if one.absence and _surely_used(one)}
    assert parts == {
        "contracts and the EVM",
        "finality and sessions of the reference's engine",
        "code stored on the chain",
        "baskets of root stakers (runtime 461)",
        "subnets that are cleared over many blocks (runtime 461)",
        "other rules of runtime 461",
    }


def _surely_used(one: Missing) -> bool:
    return any(not mark.endswith("?") for mark in one.clients)


def test_marks_of_clients_are_known():
    marks = {mark.rstrip("?") for one in missing(ASSEMBLY) for mark in one.clients}
    assert marks <= set(CLIENTS)


def test_every_listed_absence_is_recorded_and_not_declared():
    recorded = _names_of_both_runtimes()
    for absence in ABSENCES:
        for owner in absence.names:
            declared = {
                name for kind in (*KINDS, "methods") for name in declared_names(ASSEMBLY, owner, kind)
            }
            listed = set(absence.listed(owner))
            assert not listed & declared, f"{owner}: declared, so take it off the list"
            assert listed <= recorded[owner], f"{owner}: in no table"
            assert listed or absence.is_whole(owner)
            if absence.is_whole(owner):
                assert recorded[owner]
                assert not declared, f"{owner} is not absent as a whole"


def test_a_name_belongs_to_one_part_only():
    pairs = [
        (owner, name)
        for absence in ABSENCES
        for owner in absence.names
        for name in (absence.listed(owner) or ["*"])
    ]
    assert len(pairs) == len(set(pairs))


def test_reasons_are_sentences_of_their_own():
    reasons = [absence.reason for absence in ABSENCES]
    assert len(set(reasons)) == len(reasons)
    assert all(len(reason) >= 40 and reason.endswith(".") for reason in reasons)


def _names_of_both_runtimes() -> dict[str, set[str]]:
    """Return the recorded names by pallet or API: of runtime 461, and of the tables of 425."""
    found: dict[str, set[str]] = defaultdict(set)
    for owner, _, entries in recorded_names():
        found[owner] |= {entry["name"] for entry in entries}
    for owner, table in load("economics/table_errors_events").items():
        found[owner] |= {row["name"] for kind in ("errors", "events") for row in table[kind]}
    for owner, rows in load("economics/table_calls")["calls"].items():
        found[owner] |= {row["name"] for row in rows}
    return found
