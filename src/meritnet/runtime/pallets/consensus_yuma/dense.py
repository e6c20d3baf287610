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
    bonds = np.zeros((rows.size, n), np.uint16)
    bonds[place[problem.bonds.row], problem.bonds.col] = problem.bonds.value
    bonds[:, problem.registered >= np.uint64(problem.last_tempo)] = 0
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
    held = found.positive.T
    row, col = np.nonzero(held)
    return Entries(n, rows[row], col, found.bonds[row, col].astype(np.uint64))


def _masked_weights(problem: Problem, rows: I64Array, place: I64Array) -> U16Array:
    """Return the weights that count, one row for each of `rows`, masked ones as 0."""
    entries, registered = problem.weights, problem.registered
    matrix = np.zeros((rows.size, problem.n), np.uint16)
    listed = problem.permits[entries.row]
    if listed.all():
        matrix[place[entries.row], entries.col] = entries.value
    else:
        kept = entries.where(listed)
        matrix[place[kept.row], kept.col] = kept.value
    if rows.size == 0:
        return matrix
    own = rows if problem.owner_uid is None else rows[rows != problem.owner_uid]
    matrix[place[own], own] = 0
    latest = registered.max()
    last_update = problem.last_update[rows]
    if last_update.min() <= latest:
        matrix[last_update[:, None] <= registered] = 0
    if problem.commit_blocks is not None:
        commits = problem.commit_blocks[rows]
        if commits.min() < latest:
            matrix[commits[:, None] < registered] = 0
    return matrix


def solve_flat(
    weights: U16Array, bonds: U16Array, stake: U64Array, params: EpochParams, trace: bool = False
) -> FlatEpoch:
    """Return one epoch under flat alpha from masked u16 weights and bonds.

    Shapes: weights, bonds (V, n), stake (V,). Units: stake bits (active, normalised).
    """
    validators, n = weights.shape
    consensus, ranks = np.zeros(n, np.uint64), np.zeros(n, np.uint64)
    trust = np.zeros(validators, np.uint64)
    out = np.zeros((validators, n), np.uint16)
    positive = np.zeros((n, validators), np.bool_)
    matrices = {name: np.zeros((validators, n), np.uint64) for name in _MATRICES} if trace else {}
    if validators == 0:
        return FlatEpoch(consensus, ranks, ranks.copy(), trust.copy(), trust, out, positive, matrices)
    step = max(1, _BLOCK_CELLS // validators)
    stage = _Stage(params, stake, bool(bonds.any()))
    row_sums = weights.sum(axis=1, dtype=np.uint64)
    held = np.empty((n, validators), np.uint64)
    for start in range(0, n, step):
        part = slice(start, start + step)
        scores = divide_shares(weights[:, part].T.astype(np.uint64, order="C"), row_sums)
        consensus[part] = stage.consensus(scores)
        clipped = np.minimum(scores, consensus[part, None])
        trust += clipped.sum(axis=0)
        ranks[part] = stage.by_stake(clipped).sum(axis=1)
        bonding = stage.bonding(scores, clipped)
        new = bonding if params.yuma3 else column_shares(stage.by_stake(bonding))
        average = stage.average(new, bonds[:, part].T)
        np.not_equal(average, 0, out=positive[part])
        shares = column_shares(average, out=held[part])
        stored = average if params.yuma3 else divide_shares(shares, shares.max(axis=1, keepdims=True))
        out[:, part] = quantise(stored).T
        if trace:
            matrices["weights"][:, part] = scores.T
            matrices["clipped"][:, part] = clipped.T
            matrices["ema_bonds"][:, part] = (average if params.yuma3 else shares).T
            matrices["bonds_delta"][:, part] = new.T
    incentive = normalise(ranks)
    dividends = normalise(stage.earned(held, incentive))
    return FlatEpoch(consensus, ranks, incentive, dividends, trust, out, positive, matrices)


def column_shares(block: U64Array, out: U64Array | None = None) -> U64Array:
    """Divide each miner's values (a row of the block) by their sum."""
    return divide_shares(block, block.sum(axis=1, keepdims=True), out=out)


class _Stage:
    """The steps of a block, with what all blocks share worked out once."""

    def __init__(self, params: EpochParams, stake: U64Array, has_bonds: bool) -> None:
        self._yuma3 = params.yuma3
        self._stake = stake
        self._sole = np.flatnonzero(stake == ONE)
        self._voters = np.flatnonzero(stake)
        voting = normalise(stake[self._voters]).view(np.int64)
        self._voting = voting
        self._minority = int(voting.sum()) - share_bits(params.kappa)
        self._penalty = share_bits(params.bonds_penalty)
        self._alpha = flat_alpha(params.bonds_moving_average)
        self._has_bonds = has_bonds

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
