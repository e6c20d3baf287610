"""Every recorded consensus case, by the fast epoch and by the plain model."""

import json

import pytest

from meritnet.runtime.pallets.consensus_yuma.tests import model
from meritnet.runtime.pallets.consensus_yuma.vectors import check_case
from meritnet.testing.vectors import VECTORS

FOLDER = VECTORS / "consensus"
EPOCH_CASES = sorted(path.stem for path in FOLDER.glob("[0-4]*.json"))
SLOW_FOR_MODEL = {
    name for name in EPOCH_CASES if name[:2] in {"16", "40", "41", "42", "43", "44", "45", "46"}
}


def load(name):
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def failures(results):
    return [f"{r.name}: {r.detail}" for r in results if not r.passed]


def test_all_46_epoch_cases_are_present():
    assert len(EPOCH_CASES) == 46
    assert sum(len(load(name)["epochs"]) for name in EPOCH_CASES) == 274


@pytest.mark.parametrize("name", EPOCH_CASES)
def test_epoch_case_matches_bit_for_bit(name):
    results = check_case(load(name))
    assert results
    assert failures(results) == []


@pytest.mark.parametrize("name", [name for name in EPOCH_CASES if name not in SLOW_FOR_MODEL])
def test_model_matches_the_case(name):
    assert failures(check_case(load(name), model.run_epoch)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SLOW_FOR_MODEL))
def test_model_matches_the_large_case(name):
    assert failures(check_case(load(name), model.run_epoch)) == []


def test_units_match():
    results = check_case(load("50_units"))
    assert len(results) == 101
    assert failures(results) == []


def test_a_changed_number_is_reported_with_its_place():
    document = load("06_one_validator_one_miner")
    document["epochs"][0]["out"]["incentive"][-1] ^= 1
    (failure,) = [r for r in check_case(document) if not r.passed]
    assert failure.name == "epoch 0 out.incentive"
    assert failure.detail.startswith("item 1 is")
