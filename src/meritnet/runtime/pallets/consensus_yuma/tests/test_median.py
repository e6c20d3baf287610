"""The weighted median of both layouts against the rule."""

from random import Random

import numpy as np
import pytest

from meritnet.runtime.pallets.consensus_yuma.median import median_dense, median_sparse
from meritnet.runtime.pallets.consensus_yuma.tests import model
from meritnet.runtime.pallets.consensus_yuma.types import Entries

ONE = 1 << 32


@pytest.mark.parametrize("seed", range(150))
def test_median_equals_the_rule_on_ties_near_ties_and_extreme_kappa(seed):
    random = Random(seed)
    n = random.randint(1, 40)
    pool = [0, 0, 1, 5, ONE, ONE - 1, 1 << 31, (1 << 31) + 1, (1 << 31) + 2, random.randrange(ONE)]
    stake = [random.choice([0, 1, 7, random.randrange(ONE // n + 1)]) for _ in range(n)]
    rows = [[(j, random.choice(pool)) for j in range(n) if random.random() < 0.7] for _ in range(n)]
    # The last choices put the boundary exactly on what some voters hold together.
    shares = model.norm(stake)
    held = sum(random.sample(shares, random.randint(0, n)))
    kappa = random.choice([0, 1, 2147450879, ONE, *[sum(shares) - held] * 4])
    expected = model.weighted_median(stake, rows, n, kappa)
    flat = [(i, j, x) for i, row in enumerate(rows) for j, x in row]
    row, col = (np.array([entry[k] for entry in flat], np.int64) for k in (0, 1))
    entries = Entries(n, row, col, np.array([x for _, _, x in flat], np.uint64))
    active = np.array(stake, np.uint64)
    assert median_sparse(entries, active, kappa).tolist() == expected
    voters = np.flatnonzero(active)
    if voters.size:
        power = np.array(model.norm(active[voters].tolist()), np.int64)
        scores = np.ascontiguousarray(entries.dense().T[:, voters])
        found = median_dense(scores, power, int(power.sum()) - kappa, np.empty_like(scores))
        assert found.tolist() == expected
