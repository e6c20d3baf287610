"""The fast epoch against the plain model, its paths against each other, and properties of the rule."""

from dataclasses import fields, replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meritnet.runtime.pallets.consensus_yuma import dense, sparse
from meritnet.runtime.pallets.consensus_yuma.epoch import run_epoch
from meritnet.runtime.pallets.consensus_yuma.tests import model
from meritnet.runtime.pallets.consensus_yuma.tests.strategies import BLOCK, random_input
from meritnet.runtime.pallets.consensus_yuma.types import EpochInput, EpochParams, MalformedEpoch

PATHS = {"sparse": sparse.solve, "dense": dense.solve}


def differences(found, expected):
    names = [f.name for f in fields(found) if f.name != "bits"]
    differing = [name for name in names if getattr(found, name) != getattr(expected, name)]
    differing += [name for name, bits in expected.bits.items() if not np.array_equal(found.bits[name], bits)]
    return differing


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("seed", range(8))
def test_each_path_equals_the_model_over_three_carried_epochs(path, seed):
    random = Random(seed)
    for number in range(60):
        subnet = random_input(random, liquid=False if path == "dense" else None)
        for step in range(3):
            expected = model.run_epoch(subnet, trace=True)
            assert differences(run_epoch(subnet, True, PATHS[path]), expected) == [], (
                seed,
                number,
                step,
                subnet,
            )
            subnet = replace(subnet, bonds=expected.bonds, permits=expected.permits)


@given(st.integers(0, 2**64))
def test_any_subnet_equals_the_model(seed):
    subnet = random_input(Random(seed))
    assert differences(run_epoch(subnet, trace=True), model.run_epoch(subnet, trace=True)) == []


def full_subnet(random: Random, n: int, validators: int, density: float, **changes) -> EpochInput:
    values = [0, 1, 65535] + [random.randrange(65536) for _ in range(40)]
    rows = []
    for uid in range(n):
        named = [j for j in range(n) if uid < validators and random.random() < density]
        pairs = [(j, random.choice(values)) for j in named]
        rows.append(np.array(pairs, "<u2").tobytes())
    return EpochInput(
        params=EpochParams(**changes),
        block=BLOCK,
        last_step=0,
        emission=10**12,
        stake=[(random.randrange(1, 10**15) << 64) if uid < validators else 0 for uid in range(n)],
        weights=rows,
        bonds=rows[::-1] if density > 0.5 else rows,
        permits=[True] * n,
        last_update=[BLOCK] * n,
        registered=[0] * n,
    )


@pytest.mark.parametrize("yuma3", [True, False])
@pytest.mark.parametrize("density", [0.05, 1.0])
@pytest.mark.parametrize("n, validators", [(150, 150), (300, 7)])
def test_dense_equals_sparse_beyond_one_block(yuma3, density, n, validators, monkeypatch):
    monkeypatch.setattr(dense, "_BLOCK_CELLS", 4096)
    subnet = full_subnet(Random(n), n, validators, density, yuma3=yuma3, bonds_penalty=40000)
    outputs = [run_epoch(subnet, solver=solve) for solve in PATHS.values()]
    assert outputs[0] == outputs[1]


def test_scaling_a_row_by_an_exact_factor_changes_nothing():
    subnet = full_subnet(Random(3), 12, 6, 1.0)
    halves = [np.frombuffer(row, "<u2").copy().reshape(-1, 2) for row in subnet.weights]
    for pairs in halves:
        pairs[:, 1] //= 2
    doubled = [pairs.copy() for pairs in halves]
    for pairs in doubled:
        pairs[:, 1] *= 2
    one = run_epoch(replace(subnet, weights=[pairs.tobytes() for pairs in halves]))
    two = run_epoch(replace(subnet, weights=[pairs.tobytes() for pairs in doubled]))
    assert one == two


@given(st.integers(0, 2**32))
def test_emission_is_never_exceeded_and_shares_sum_to_at_most_one(seed):
    subnet = random_input(Random(seed))
    output = run_epoch(subnet, trace=True)
    assert sum(output.server_emission) + sum(output.validator_emission) <= subnet.emission
    for name in ("stake", "active_stake", "incentive", "dividends"):
        assert int(output.bits[name].sum()) <= 1 << 32
    assert output.bits["weights"].sum(axis=1).max(initial=0) <= 1 << 32


def test_a_validator_without_permit_has_an_empty_bond_row():
    subnet = replace(full_subnet(Random(5), 10, 6, 1.0), params=EpochParams(max_validators=2))
    output = run_epoch(subnet)
    assert sum(output.permits) == 2
    assert [bool(row) for row in output.bonds] == output.permits


def test_malformed_inputs_name_the_thing_and_the_next_step():
    subnet = full_subnet(Random(1), 4, 2, 1.0)
    with pytest.raises(MalformedEpoch, match="registered has 3 items"):
        run_epoch(replace(subnet, registered=[0, 0, 0]))
    with pytest.raises(MalformedEpoch, match="row of uid 1 has 3 bytes"):
        run_epoch(replace(subnet, weights=[b"", b"abc", b"", b""]))
    with pytest.raises(MalformedEpoch, match="row of uid 0 names uid 2 twice"):
        run_epoch(replace(subnet, bonds=[b"\2\0\1\0\2\0\7\0", b"", b"", b""]))
    with pytest.raises(MalformedEpoch, match="at most 4096"):
        run_epoch(replace(subnet, stake=[0] * 4097))
