"""The compiled loops: run as plain Python against the model, and as machine code where numba is installed."""

import importlib.util
from dataclasses import replace
from random import Random

import pytest

from meritnet.runtime.pallets.consensus_yuma import compiled, dense
from meritnet.runtime.pallets.consensus_yuma.epoch import run_epoch
from meritnet.runtime.pallets.consensus_yuma.tests import model
from meritnet.runtime.pallets.consensus_yuma.tests.strategies import random_input
from meritnet.runtime.pallets.consensus_yuma.tests.test_epoch import full_subnet

HAS_NUMBA = importlib.util.find_spec("numba") is not None
PLAIN = compiled.solver_of(lambda loop: loop)


def carried(seed, count, solver):
    random = Random(seed)
    for number in range(count):
        subnet = random_input(random, liquid=False)
        for step in range(2):
            expected = model.run_epoch(subnet)
            assert run_epoch(subnet, solver=solver) == expected, (seed, number, step, subnet)
            subnet = replace(subnet, bonds=expected.bonds, permits=expected.permits)


@pytest.mark.parametrize("seed", range(4))
def test_the_loops_equal_the_model(seed):
    carried(seed, 60, PLAIN)


@pytest.mark.skipif(not HAS_NUMBA, reason="needs meritnet[numba]")
def test_the_compiled_loops_equal_the_model():
    carried(100, 2000, compiled.solver())


@pytest.mark.skipif(not HAS_NUMBA, reason="needs meritnet[numba]")
@pytest.mark.parametrize("yuma3", [True, False])
@pytest.mark.parametrize("density", [0.1, 1.0])
def test_the_compiled_loops_equal_the_full_matrix(yuma3, density):
    subnet = full_subnet(Random(1), 200, 90, density, yuma3=yuma3)
    assert run_epoch(subnet, solver=compiled.solver()) == run_epoch(subnet, solver=dense.solve)


@pytest.mark.skipif(HAS_NUMBA, reason="numba is installed")
def test_without_numba_the_error_says_what_to_install():
    with pytest.raises(compiled.NumbaMissing, match=r"meritnet\[numba\]"):
        compiled.solver()
