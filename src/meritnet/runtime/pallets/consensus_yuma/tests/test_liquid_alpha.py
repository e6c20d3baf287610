"""Liquid alpha and exp against the model over the whole range."""

from random import Random

import numpy as np
import pytest

from meritnet.runtime.pallets.consensus_yuma.liquid_alpha import exp_bits, pair_alpha
from meritnet.runtime.pallets.consensus_yuma.tests import model

ONE = 1 << 32


def test_exp_equals_the_series_and_its_special_points():
    random = Random(1)
    points = [0, 1, -1, ONE, -ONE, ONE + 1, 20 * ONE, -20 * ONE, 21 * ONE]
    points += [random.randrange(-20 * ONE, 20 * ONE) for _ in range(200)]
    assert [exp_bits(x) for x in points] == [model.exp(x) for x in points]


@pytest.mark.parametrize("steepness", [1000, 0, 1, -1, -1000, 200, 32767, -32768])
@pytest.mark.parametrize("low, high", [(45875, 58982), (1638, 65535), (0, 65535), (30000, 30000)])
def test_pair_alpha_equals_the_model(steepness, low, high):
    random = Random(steepness)
    edge = [0, 1, ONE // 2, ONE // 2 + 1, ONE]
    triples = [tuple(random.choice([*edge, random.randrange(ONE)]) for _ in range(3)) for _ in range(150)]
    weight, bond, consensus = (np.array(column, np.uint64) for column in zip(*triples, strict=True))
    expected = [model.alpha_of_pair(*triple, low, high, steepness) for triple in triples]
    assert pair_alpha(weight, bond, consensus, low, high, steepness).tolist() == expected
