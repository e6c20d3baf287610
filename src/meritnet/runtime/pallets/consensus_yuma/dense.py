"""The matrix part of an epoch on full matrices, in blocks of miners that stay in cache; flat alpha only.

Without liquid alpha an absent entry and a zero are the same, so plain u16 matrices say everything. Blocks are
transposed (one row a miner): consensus, column sums and column normalising then run along contiguous memory.
"""

from dataclasses import dataclass

import numpy as np

from meritnet.runtime.pallets.consensus_yuma.bonds import flat_alpha
from meritnet.runtime.pallets.consensus_yuma.kernels import (
    ONE,
    divide_shares,
    normalise,
    quantise,
    scale,
    scale_up,
    share_bits,
    shares_bits,
)
from meritnet.runtime.pallets.consensus_yuma.median import median_dense
from meritnet.runtime.pallets.consensus_yuma.types import (
    BoolArray,
    Entries,
    EpochParams,
    I64Array,
    Problem,
    Solution,
    U16Array,
    U64Array,
)

_BLOCK_CELLS = 1 << 14
_SHIFT = np.uint64(32)
_MATRICES = ("weights", "clipped", "bonds_delta", "ema_bonds")


@dataclass(frozen=True, slots=True)
class FlatEpoch:
    """What `solve_flat` returns.

    Shapes: consensus, ranks, incentive (n,), dividends, trust (V,), bonds and matrices (V, n), positive (n, V).
    `positive` marks bonds above 0 before quantising: those are stored even where they quantise to 0.
    """

    consensus: U64Array
    ranks: U64Array
    incentive: U64Array
    dividends: U64Array
    trust: U64Array
    bonds: U16Array
    positive: BoolArray
    matrices: dict[str, U64Array]


def solve(problem: Problem, trace: bool = False) -> Solution:
    """Return consensus, incentive, dividends and new bonds; equal to `sparse.solve` when alpha is flat."""
    n = problem.n
    has_row = problem.permits.copy()
    has_row[problem.bonds.row] = True
    rows = np.flatnonzero(has_row)
    place = np.zeros(n, np.int64)
    place[rows] = np.arange(rows.size)
    weights = _masked_weights(problem, rows, place)
    bonds = np.zeros((n, rows.size), np.uint16)
    bonds[problem.bonds.col, place[problem.bonds.row]] = problem.bonds.value
    bonds[problem.registered >= np.uint64(problem.last_tempo)] = 0
    found = solve_flat(weights, bonds, problem.active_stake[rows], problem.params, trace)
    return Solution(
        consensus=found.consensus,
        ranks=found.ranks,
        incentive=found.incentive,
        dividends=_by_uid(found.dividends, rows, n),
        trust=_by_uid(found.trust, rows, n),
        bonds=_entries(found, rows, n),
        matrices={name: _by_uid(matrix, rows, n) for name, matrix in found.matrices.items()},
    )


def _by_uid(values: U64Array, rows: I64Array, n: int) -> U64Array:
    out = np.zeros((n, *values.shape[1:]), np.uint64)
    out[rows] = values
    return out


def _entries(found: FlatEpoch, rows: I64Array, n: int) -> Entries:
    row, col = np.nonzero(found.positive.T)
    return Entries(n, rows[row], col, found.bonds.T[row, col].astype(np.uint64))


def _masked_weights(problem: Problem, rows: I64Array, place: I64Array) -> U16Array:
    """Return the weights that count, one column for each of `rows`, masked ones as 0."""
    entries, registered = problem.weights, problem.registered
    if not problem.permits.all():
        entries = entries.where(problem.permits[entries.row])
    matrix = np.zeros((problem.n, rows.size), np.uint16)
    matrix[entries.col, place[entries.row]] = entries.value
    if rows.size == 0:
        return matrix
    own = rows if problem.owner_uid is None else rows[rows != problem.owner_uid]
    matrix[own, place[own]] = 0
    latest = registered.max()
    last_update = problem.last_update[rows]
    if last_update.min() <= latest:
        matrix[last_update <= registered[:, None]] = 0
    if problem.commit_blocks is not None:
        commits = problem.commit_blocks[rows]
        if commits.min() < latest:
            matrix[commits < registered[:, None]] = 0
    return matrix


def solve_flat(
    weights: U16Array, bonds: U16Array, stake: U64Array, params: EpochParams, trace: bool = False
) -> FlatEpoch:
    """Return one epoch under flat alpha from masked u16 weights and bonds.

    Shapes: weights, bonds (n, V), stake (V,). Units: stake bits (active, normalised).
    """
    n, validators = weights.shape
    consensus, ranks = np.zeros(n, np.uint64), np.zeros(n, np.uint64)
    trust = np.zeros(validators, np.uint64)
    out = np.zeros((n, validators), np.uint16)
    positive = np.zeros((n, validators), np.bool_)
    matrices = {name: np.zeros((n, validators), np.uint64) for name in _MATRICES} if trace else {}
    if validators == 0:
        return FlatEpoch(consensus, ranks, ranks.copy(), trust.copy(), trust, out, positive, matrices)
    step = min(n, max(1, _BLOCK_CELLS // validators))
    row_sums = weights.sum(axis=0, dtype=np.uint64)
    held = np.empty((n, validators), np.uint64)
    stage = _Stage(params, stake, int(bonds.max()), step)
    for start in range(0, n, step):
        part = slice(start, start + step)
        raw = stage.room(0, weights[part])
        scores = divide_shares(raw, row_sums, stage.room(1, weights[part]), _U16_MAX)
        consensus[part] = stage.consensus(scores, raw)
        clipped = np.minimum(scores, consensus[part, None], out=raw)
        trust += clipped.sum(axis=0)
        by_stake = stage.by_stake(clipped, stage.room(2, weights[part]))
        ranks[part] = by_stake.sum(axis=1)
        if trace:
            matrices["weights"][part] = scores
            matrices["clipped"][part] = clipped
        new = stage.bonding(scores, clipped)
        if not params.yuma3:
            new = column_shares(stage.by_stake(new, by_stake))
            matrices_delta = new.copy() if trace else None
        average = stage.average(new, bonds[part])
        np.not_equal(average, _ZERO, out=positive[part])
        shares = column_shares(average, out=held[part])
        stored = average if params.yuma3 else divide_shares(shares, shares.max(axis=1, keepdims=True))
    def consensus(self, scores: U64Array) -> U64Array:
        """Return the consensus of the block's miners; without active stake 0."""
        voters = self._voters
        if voters.size == 0:
            return np.zeros(scores.shape[0], np.uint64)
        if voters.size < scores.shape[1]:
            scores = scores[:, voters]
        return median_dense(scores, self._voting, self._minority)

    def by_stake(self, values: U64Array) -> U64Array:
        """Return floor(stake * value) of every cell; a sole validator with all the stake copies its values."""
        product = values * self._stake
        product >>= _SHIFT
        if self._sole.size:
            product[:, self._sole] = values[:, self._sole]
        return product

    def bonding(self, scores: U64Array, clipped: U64Array) -> U64Array:
        """Return the weights that bonds follow: between the whole and the clipped weight, by the penalty."""
        if self._penalty == 0:
            return scores
        if self._penalty == ONE:
            return clipped
        return scores - scale_up(self._penalty, scores - clipped)

    def average(self, new: U64Array, old: U16Array) -> U64Array:
        """Return floor(alpha * new) + floor((1 - alpha) * old) with `old` still in u16."""
        mixed = scale(self._alpha, new)
        if not self._has_bonds:
            return mixed
        raw = old.astype(np.uint64, order="C")
        if self._yuma3:
            bits = shares_bits(raw)
        else:
            bits = column_shares(raw)
        return mixed + scale(ONE - self._alpha, bits)

    def earned(self, held: U64Array, incentive: U64Array) -> U64Array:
        """Return what each validator's bond shares earn; Yuma3 weighs it with stake. `held` is used up."""
        sole = np.flatnonzero(incentive == ONE)
        kept = held[sole].copy()
        held *= incentive[:, None]
        held >>= _SHIFT
        held[sole] = kept
        earned = held.sum(axis=0)
        return self.by_stake(earned[None])[0] if self._yuma3 else earned
