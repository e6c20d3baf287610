"""Everything the runtime declares agrees with the recorded tables of the reference, or a reason is given."""

import dataclasses

from meritnet.codec import U32
from meritnet.runtime.params import params_for
from meritnet.runtime.runtime import ASSEMBLY
from meritnet.testing.conformance import EXPLAINED, Conformance, Coverage, coverage, pallet_table

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


def test_what_the_issue_needs_of_the_calls_that_clients_use_is_declared():
    wanted = {
        "register_network", "start_call", "burned_register", "serve_axon", "serve_prometheus", "add_stake",
        "remove_stake", "move_stake", "transfer_stake", "swap_stake", "set_weights", "commit_weights",
        "reveal_weights", "set_mechanism_weights", "set_children", "claim_root", "root_register",
        "increase_take", "decrease_take", "set_identity", "set_subnet_identity",
    }  # fmt: skip
    declared = {call.name for call in ASSEMBLY.pallets["SubtensorModule"].calls}
    assert wanted <= declared
