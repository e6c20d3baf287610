"""The matrix part of an epoch on entry lists: any density, any row order, liquid alpha included."""

import numpy as np

from meritnet.runtime.pallets.consensus_yuma import kernels
from meritnet.runtime.pallets.consensus_yuma.bonds import (
    flat_alpha,
    flat_average,
    liquid_average,
    weights_for_bonds,
)
from meritnet.runtime.pallets.consensus_yuma.kernels import divide, multiply, normalise, share_bits
from meritnet.runtime.pallets.consensus_yuma.masks import counted_bonds, counted_weights
from meritnet.runtime.pallets.consensus_yuma.median import median_sparse
from meritnet.runtime.pallets.consensus_yuma.types import Entries, I64Array, Problem, Solution, U64Array


def solve(problem: Problem, trace: bool = False) -> Solution:
    """Return consensus, incentive, dividends and new bonds, stage by stage."""
    params, stake = problem.params, problem.active_stake
    weights = row_normalise(counted_weights(problem))
    consensus = median_sparse(weights, stake, share_bits(params.kappa))
    clipped = np.minimum(weights.value, consensus[weights.col])
    trust = sum_by(weights.row, clipped, problem.n)
    ranks = sum_by(weights.col, multiply(stake[weights.row], clipped), problem.n)
    incentive = normalise(ranks)
    new = weights_for_bonds(weights, clipped, share_bits(params.bonds_penalty))
    old = counted_bonds(problem)
    matrices: dict[str, U64Array] = {}
    if trace:
        matrices["weights"] = weights.dense()
        matrices["clipped"] = weights.with_value(clipped).dense()
    if params.yuma3:
        average = _average_yuma3(problem, new, old, consensus)
        earned = _earned(column_normalise(average), incentive)
        dividends = normalise(multiply(stake, earned))
        stored = average
    else:
        delta = column_normalise(new.with_value(multiply(stake[new.row], new.value)))
        if trace:
            matrices["bonds_delta"] = delta.dense()
        alpha = flat_alpha(params.bonds_moving_average)
        average = column_normalise(flat_average(delta, column_normalise(old), alpha))
        dividends = normalise(_earned(average, incentive))
        stored = column_upscale(average)
    if trace:
        matrices["ema_bonds"] = average.dense()
    bonds = stored.with_value(kernels.quantise(stored.value))
    return Solution(consensus, ranks, incentive, dividends, trust, bonds, matrices)


def _average_yuma3(problem: Problem, new: Entries, old: Entries, consensus: U64Array) -> Entries:
    params = problem.params
    bonds = old.with_value(kernels.shares_bits(old.value))
    if params.liquid_alpha and consensus.any():
        return liquid_average(new, bonds, consensus, params)
    return flat_average(new, bonds, flat_alpha(params.bonds_moving_average))


def _earned(bonds: Entries, incentive: U64Array) -> U64Array:
    return sum_by(bonds.row, multiply(incentive[bonds.col], bonds.value), bonds.n)


def sum_by(index: I64Array, values: U64Array, n: int) -> U64Array:
    """Return the sum of `values` for each index 0..n-1."""
    out = np.zeros(n, np.uint64)
    np.add.at(out, index, values)
    return out


def row_normalise(entries: Entries) -> Entries:
    """Divide every value by its row's sum; rows that sum to 0 stay."""
    total = sum_by(entries.row, entries.value, entries.n)
    return entries.with_value(divide(entries.value, total[entries.row]))


def column_normalise(entries: Entries) -> Entries:
    """Divide every value by its column's sum; columns that sum to 0 stay."""
    total = sum_by(entries.col, entries.value, entries.n)
    return entries.with_value(divide(entries.value, total[entries.col]))


def column_upscale(entries: Entries) -> Entries:
    """Divide every value by its column's largest value."""
    largest = np.zeros(entries.n, np.uint64)
    np.maximum.at(largest, entries.col, entries.value)
    return entries.with_value(divide(entries.value, largest[entries.col]))
