"""The matrix part of an epoch on full matrices, in blocks of miners that stay in cache; flat alpha only.

Without liquid alpha an absent entry and a zero are the same, so plain u16 matrices say everything. Matrices
have one row a miner and one column a validator: consensus, column sums and column normalising then run along
contiguous memory.
"""

from dataclasses import dataclass

import numpy as np

from meritnet.runtime.pallets.consensus_yuma.bonds import flat_alpha
from meritnet.runtime.pallets.consensus_yuma.kernels import (
    ONE,
    divide_shares,
    normalise,
    scale,
    scale_up,
    share_bits,
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

_BLOCK_CELLS = 1 << 15
_SHIFT = np.uint64(32)
_ZERO = np.uint64(0)
_U16_MAX = 65535
_MATRICES = ("weights", "clipped", "bonds_delta", "ema_bonds")


@dataclass(frozen=True, slots=True)
class FlatEpoch:
    """What `solve_flat` returns.

    Shapes: consensus, ranks, incentive (n,), dividends, trust (V,), bonds, positive and matrices (n, V).
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
        matrices={name: _by_uid(matrix.T, rows, n) for name, matrix in found.matrices.items()},
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
    found = _empty(n, validators, trace)
    if n == 0 or validators == 0:
        return found
    step = min(n, max(1, _BLOCK_CELLS // validators))
    # One allocation for all working room: fresh pages cost more than the arithmetic on them.
    room = np.empty((3, step, validators), np.uint64)
    held = np.empty((n, validators), np.uint64)
    # Bound: 4096 weights of a row stay below 2^28.
    row_sums = weights.sum(axis=0, dtype=np.uint32).astype(np.uint64)
    electorate = _Electorate(stake, share_bits(params.kappa))
    penalty, alpha = share_bits(params.bonds_penalty), flat_alpha(params.bonds_moving_average)
    largest_bond = int(bonds.max())
    for start in range(0, n, step):
        part = slice(start, start + step)
        a, b, c = room[:, : weights[part].shape[0]]
        a[...] = weights[part]
        scores = divide_shares(a, row_sums, b, _U16_MAX)
        limit = electorate.consensus(scores, spare=a)
        found.consensus[part] = limit
        clipped = np.minimum(scores, limit[:, None], out=a)
        found.trust[...] += clipped.sum(axis=0)
        found.ranks[part] = electorate.by_stake(clipped, c).sum(axis=1)
        if trace:
            found.matrices["weights"][part], found.matrices["clipped"][part] = scores, clipped
        new, free = _bonding(scores, clipped, penalty)
        if not params.yuma3:
            new = column_shares(electorate.by_stake(new, c), new)
            if trace:
                found.matrices["bonds_delta"][part] = new
        average = scale(alpha, new, new)
        if largest_bond:
            c[...] = bonds[part]
            if params.yuma3:
                old = _absolute(c, bonds[part], largest_bond)
            else:
                old = column_shares(c, free, _U16_MAX)
            average += scale(ONE - alpha, old, old)
        np.not_equal(average, _ZERO, out=found.positive[part])
        shares = column_shares(average, held[part])
        if trace:
            found.matrices["ema_bonds"][part] = average if params.yuma3 else shares
        stored = average if params.yuma3 else divide_shares(shares, shares.max(axis=1, keepdims=True), c)
        stored *= np.uint64(_U16_MAX)
        stored >>= _SHIFT
        found.bonds[part] = stored
    found.incentive[...] = normalise(found.ranks)
    earned = _earned(held, found.incentive)
    if params.yuma3:
        earned = electorate.by_stake(earned[None], np.empty_like(earned[None]))[0]
    found.dividends[...] = normalise(earned)
    return found


def _empty(n: int, validators: int, trace: bool) -> FlatEpoch:
    return FlatEpoch(
        consensus=np.zeros(n, np.uint64),
        ranks=np.zeros(n, np.uint64),
        incentive=np.zeros(n, np.uint64),
        dividends=np.zeros(validators, np.uint64),
        trust=np.zeros(validators, np.uint64),
        bonds=np.empty((n, validators), np.uint16),
        positive=np.empty((n, validators), np.bool_),
        matrices={name: np.zeros((n, validators), np.uint64) for name in _MATRICES} if trace else {},
    )


def column_shares(block: U64Array, out: U64Array, largest: int | None = None) -> U64Array:
    """Divide each miner's values (a row of the block) by their sum."""
    return divide_shares(block, block.sum(axis=1, keepdims=True), out, largest)


class _Electorate:
    """Active stake, prepared once for all blocks."""

    def __init__(self, stake: U64Array, kappa: int) -> None:
        self._stake = stake
        self._sole = np.flatnonzero(stake == ONE)
        self._voters = np.flatnonzero(stake)
        self._voting = normalise(stake[self._voters]).view(np.int64)
        self._minority = int(self._voting.sum()) - kappa

    def consensus(self, scores: U64Array, spare: U64Array) -> U64Array:
        """Return the consensus of the block's miners; without active stake 0. `spare` is overwritten."""
        voters = self._voters
        if voters.size == 0:
            return np.zeros(scores.shape[0], np.uint64)
        if voters.size < scores.shape[1]:
            scores = scores[:, voters]
            spare = np.empty_like(scores)
        return median_dense(scores, self._voting, self._minority, spare)

    def by_stake(self, values: U64Array, out: U64Array) -> U64Array:
        """Return floor(stake * value) of every cell; who holds all the stake copies its values."""
        product = np.multiply(values, self._stake, out=out)
        product >>= _SHIFT
        if self._sole.size:
            product[:, self._sole] = values[:, self._sole]
        return product


def _bonding(scores: U64Array, clipped: U64Array, penalty: int) -> tuple[U64Array, U64Array]:
    """Return the weights that bonds follow, and the array that is free from here on."""
    if penalty == 0:
        return scores, clipped
    if penalty == ONE:
        return clipped, scores
    scores -= scale_up(penalty, np.subtract(scores, clipped, out=clipped))
    return scores, clipped


def _absolute(values: U64Array, stored: U16Array, largest: int) -> U64Array:
    """Turn u16 proportions into bits in place: v * 65537, and exactly 1.0 for 65535."""
    values *= np.uint64(_U16_MAX + 2)
    if largest == _U16_MAX:
        values[stored == _U16_MAX] = ONE
    return values


def _earned(held: U64Array, incentive: U64Array) -> U64Array:
    """Return what each validator's bond shares earn. `held` is used up."""
    sole = np.flatnonzero(incentive == ONE)
    kept = held[sole]
    held *= incentive[:, None]
    held >>= _SHIFT
    held[sole] = kept
    earned: U64Array = held.sum(axis=0)
    return earned
