"""Every recorded file passes, and every checker notices when a recorded result is changed."""

import copy
from importlib import import_module
from typing import Any

import pytest

from meritnet.codec import U16
from meritnet.operator import vectors
from meritnet.operator.vector_checks import declared, table_calls, table_errors_events, table_weights
from meritnet.operator.vector_checks.case import Case, compare
from meritnet.runtime.framework.assembly import PalletParts
from meritnet.runtime.framework.declarations import CallDef, EventDef
from meritnet.runtime.framework.errors import ErrorDef
from meritnet.runtime.framework.weights import measured
from meritnet.testing.vectors import VECTORS, load

RESULTS: dict[str, list[str | int]] = {
    "accounts": ["accounts", 1, "hex"],
    "auto_claim_indices": ["cases", 1, "indices", 0],
    "block_emission": ["thresholds", 3, "emission_rao"],
    "burn_cost": ["pure_decay", 3, "burn"],
    "coinbase_step": ["scenarios", 6, "steps", 2, "state_after", "subnets", "2", "volume"],
    "dividend_distribution": ["cases", 3, "outputs", "root_alpha_dividends", "V1", "take_to_owner_alpha"],
    "epoch_schedule": ["cases", 0, "events", 4, "index"],
    "epoch_stagger_on_register": [5, "last_epoch_block"],
    "fixed_point_constants": ["values", "swap_fee_on_limit_33", "u64f64_bits"],
    "fixed_point_ops": ["cases", 6, "result_bits"],
    "lease": ["cases", 0, "outputs", "contributors_cut"],
    "lock_cost": ["cases", 4, "lock_cost_rao"],
    "mechanism_split": ["cases", 1, "result", 0],
    "network_prune_and_seed": ["seed", 2, "pool_alpha"],
    "neuron_prune": ["cases", 0, "outputs", "uid_to_prune"],
    "parent_child": ["cases", 2, "outputs", "recycled_alpha"],
    "pool_weight_update": ["cases", 1, "quote_weight_after"],
    "root_claim": ["steps", 3, "owed_i96f32", "B"],
    "safe_float_from_u64f64": ["cases", 2, "safe_float", "exponent"],
    "share_pool": ["steps", 7, "values", "A"],
    "swap": ["cases", 0, "outputs", "amount_paid_out"],
    "table_symbols": [200, "utf8_hex"],
    "tx_fee": ["calls", 2, "weight_fee_of_call_only"],
}
"""One recorded result of every file that has any we compute."""

COMPUTED = sorted(RESULTS)
COMPARED = ("conviction_lock", "dissolve_payout")
"""Further files whose every case is computed."""


def outcomes(name: str, document: Any) -> list[Case]:
    return list(import_module(f"{vectors.CHECKS}.{vectors.CHECKERS[name]}").check(document))


@pytest.mark.parametrize("name", sorted({*RESULTS, *COMPARED}))
def test_every_recorded_case_passes(name: str) -> None:
    cases = outcomes(name, load(f"economics/{name}"))
    assert cases
    assert [case for case in cases if case.status != "passed"] == []
    assert len({case.name for case in cases}) == len(cases)


@pytest.mark.parametrize("name", COMPUTED)
def test_a_changed_result_is_noticed(name: str) -> None:
    document = copy.deepcopy(load(f"economics/{name}"))
    *path, last = RESULTS[name]
    place = document
    for step in path:
        place = place[step]
    place[last] = "0xff" if "hex" in str(last) else str(int(place[last]) + 1)
    assert [case.status for case in outcomes(name, document)].count("failed") >= 1


def test_every_recorded_file_has_a_checker() -> None:
    files = {path.stem for path in (VECTORS / "economics").glob("*.json")}
    tables = {name for name in files if name.startswith("table_")}
    assert files == {*RESULTS, *COMPARED} | tables
    assert {*files, "testnet-genesis"} == set(vectors.CHECKERS)


def test_consensus_files_are_known_by_content() -> None:
    path = VECTORS / "consensus" / "06_one_validator_one_miner.json"
    results = list(vectors.check_file(path) or [])
    assert [(r.case, r.status) for r in results] == [(f"epoch {n}", "passed") for n in range(3)]


def test_a_changed_consensus_result_is_noticed() -> None:
    document = copy.deepcopy(load("consensus/06_one_validator_one_miner"))
    document["epochs"][1]["out"]["emission"][0] += 1
    module = import_module(f"{vectors.CHECKS}.consensus")
    statuses = [case.status for case in module.check(document)]
    assert statuses == ["passed", "failed", "passed"]


def test_genesis_root_and_hash() -> None:
    document = load("genesis/testnet-genesis")
    assert [case.status for case in outcomes("testnet-genesis", document)] == ["passed"] * 3
    changed = copy.deepcopy(document)
    changed["entries"][1]["value"] = "0x02"
    statuses = [case.status for case in outcomes("testnet-genesis", changed)]
    assert statuses == ["passed", "failed", "failed"]


@pytest.mark.parametrize(
    ("ours", "recorded", "detail"),
    [
        ({"a": 1}, {"a": "1"}, ""),
        ({"a": True}, {"a": "True"}, "a is True, recorded True"),
        ({"a": None}, {"a": 0}, "a is None, recorded 0"),
        ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3]}}, "a.b.1 is 2, recorded 3"),
        ({"a": [1]}, {"a": [1, 2]}, "a.length is 1, recorded 2"),
        ({}, {"a": 1}, "a is missing"),
        ({"a": 1}, {}, "a is not recorded"),
    ],
)
def test_a_comparison_names_the_first_difference(ours: object, recorded: object, detail: str) -> None:
    assert compare("case", ours, recorded) == Case("case", "failed" if detail else "passed", detail)


def nothing() -> None:
    """Body of a declared call; never run here."""


@pytest.fixture
def swap_pallet(monkeypatch: pytest.MonkeyPatch) -> PalletParts:
    """A runtime that declares one call, one event and two errors of pallet Swap."""
    row = load("economics/table_weights")["weights"]["Swap"]["set_fee_rate"]
    weight = measured(*(int(row[key]) for key in ("ref_time", "proof_size", "reads", "writes")))
    parts = PalletParts(
        "Swap",
        28,
        "pallet_subtensor_swap",
        calls=[CallDef("Swap", 0, "set_fee_rate", (("netuid", U16), ("rate", U16)), nothing, weight)],
        events=[EventDef("Swap", 0, "FeeRateSet", (("netuid", U16), ("rate", U16)))],
        errors=[
            ErrorDef("Swap", int(error["index"]), error["name"], "text")
            for error in load("economics/table_errors_events")["Swap"]["errors"][:2]
        ],
    )
    monkeypatch.setattr(declared, "pallets", lambda: {"Swap": parts})
    return parts


def swap_only(table: Any) -> Any:
    return {"Swap": table["Swap"]}


def test_declared_calls_are_compared_and_forgotten_ones_fail(swap_pallet: PalletParts) -> None:
    cases = list(table_calls.check({"calls": swap_only(load("economics/table_calls")["calls"])}))
    assert cases[0] == ("Swap", "passed", "")
    assert cases[1].status == "failed"
    assert "toggle_user_liquidity" in cases[1].detail
    swap_pallet.calls[0] = CallDef("Swap", 1, "set_fee_rate", (("netuid", U16),), nothing, measured(1))
    first = next(table_calls.check({"calls": swap_only(load("economics/table_calls")["calls"])}))
    assert first == ("Swap", "failed", "set_fee_rate.index is 1, recorded 0")


def test_declared_errors_and_events_are_compared(swap_pallet: PalletParts) -> None:
    table = swap_only(load("economics/table_errors_events"))
    by_name = {case.name: case for case in table_errors_events.check(table)}
    assert by_name["Swap index"].status == "passed"
    assert by_name["Swap errors"].status == "passed"
    assert by_name["Swap events"].status == "passed"
    assert by_name["Swap event fields"].status == "passed"
    assert len(by_name["Swap errors, not declared"].detail.split(", ")) == len(table["Swap"]["errors"]) - 2
    swap_pallet.events[0] = EventDef("Swap", 0, "FeeRateSet", (("netuid", U16), ("fee", U16)))
    by_name = {case.name: case for case in table_errors_events.check(table)}
    assert by_name["Swap event fields"].detail == "FeeRateSet.1 is fee, recorded rate"


def test_a_renumbered_list_keeps_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = load("economics/table_errors_events")["Crowdloan"]["errors"]
    errors = [ErrorDef("Crowdloan", int(row["index"]) + 3, row["name"], "text") for row in rows]
    parts = PalletParts("Crowdloan", 27, "pallet_crowdloan", errors=errors)
    monkeypatch.setattr(declared, "pallets", lambda: {"Crowdloan": parts})
    table = {"Crowdloan": {"pallet_index": 27, "errors": rows, "events": []}}
    assert [case.status for case in table_errors_events.check(table)] == ["passed", "passed"]
    errors[3], errors[4] = (
        ErrorDef("Crowdloan", errors[4].index, errors[3].name, "text"),
        ErrorDef("Crowdloan", errors[3].index, errors[4].name, "text"),
    )
    assert [case.status for case in table_errors_events.check(table)] == ["passed", "failed"]


def test_declared_weights_are_compared(swap_pallet: PalletParts) -> None:
    table = {"weights": swap_only(load("economics/table_weights")["weights"])}
    assert list(table_weights.check(table)) == [("Swap", "passed", "")]
    swap_pallet.calls[0] = CallDef("Swap", 0, "set_fee_rate", (), nothing, measured(5))
    assert [case.status for case in table_weights.check(table)] == ["failed"]


def test_everything_in_scope_is_declared() -> None:
    for name, check in (
        ("table_calls", table_calls.check),
        ("table_errors_events", table_errors_events.check),
        ("table_weights", table_weights.check),
    ):
        assert {case.status for case in check(load(f"economics/{name}"))} == {"passed"}


def test_a_pallet_that_is_not_declared_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declared, "pallets", dict)
    for name, check in (
        ("table_calls", table_calls.check),
        ("table_errors_events", table_errors_events.check),
        ("table_weights", table_weights.check),
    ):
        cases = list(check(load(f"economics/{name}")))
        assert {case.status for case in cases} <= {"failed", "passed"}
        assert (
            any(case.status == "failed" and "set_fee_rate" in case.detail for case in cases)
            or name != "table_calls"
        )
        assert any(case.name.startswith("Crowdloan") and case.status == "failed" for case in cases)
