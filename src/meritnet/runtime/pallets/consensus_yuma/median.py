"""The consensus score of each miner: the largest weight that a kappa share of the active stake supports.

Rule: with A' the active stake normalised once more, t its sum and m = t - kappa, the consensus of a column
is the smallest score p with sum(A' where score <= p) > m; without such a p the largest score. Rows with no
active stake do not count, a counted row without an entry scores 0. All sums are exact, so the order of
adding cannot matter.
"""

import numpy as np

from meritnet.runtime.pallets.consensus_yuma.kernels import normalise
from meritnet.runtime.pallets.consensus_yuma.types import BoolArray, Entries, I64Array, U64Array

_ROW_BITS = np.uint64(12)
_SCORE_BITS = np.uint64(33)
_ROW_MASK = np.uint64((1 << 12) - 1)
_SCORE_MASK = np.uint64((1 << 33) - 1)


def median_column(stake: list[int], score: list[int], kappa: int) -> int:
    """Return the weighted median of one column. Units: I32F32 bits."""
    n = max(len(stake), 1)
    rows = np.arange(len(stake), dtype=np.int64)
    entries = Entries(n, rows, np.zeros_like(rows), np.array(score, np.uint64))
    active = np.zeros(n, np.uint64)
    active[: len(stake)] = stake
    return int(median_sparse(entries, active, kappa)[0])


def median_sparse(weights: Entries, active_stake: U64Array, kappa: int) -> U64Array:
    """Return the consensus of every column. Units: bits; `kappa` bits.

    Columns, scores and rows are packed into one key a entry (12 + 33 + 12 bits), so that one sort does all
    columns.
    """
    n = weights.n
    voters = int(np.count_nonzero(active_stake))
    if voters == 0:
        return np.zeros(n, np.uint64)
    stake = normalise(active_stake).view(np.int64)
    minority = int(stake.sum()) - kappa
    voting = weights.where(active_stake[weights.row] > 0)
    keys = (
        (voting.col.view(np.uint64) << (_SCORE_BITS + _ROW_BITS))
        | (voting.value << _ROW_BITS)
        | voting.row.view(np.uint64)
    )
    keys.sort()
    score = (keys >> _ROW_BITS) & _SCORE_MASK
    running = np.concatenate(([0], np.cumsum(stake[(keys & _ROW_MASK).view(np.int64)])))
    ends = np.cumsum(np.bincount(voting.col, minlength=n))
    starts = ends - np.bincount(voting.col, minlength=n)
    # What the rows without an entry put on score 0, ahead of every entry of the column.
    silent = int(stake.sum()) - (running[ends] - running[starts])
    offset: I64Array = silent - running[starts]
    above = np.flatnonzero(running[1:] + np.repeat(offset, ends - starts) > minority)
    first = np.append(above, keys.size)[np.searchsorted(above, starts)]
    chosen = np.where(first < ends, first, ends - 1)
    scores = np.append(score, np.uint64(0))
    out = np.where(ends > starts, scores[chosen], np.uint64(0))
    silent_wins = (ends - starts < voters) & (silent > minority)
    return np.where(silent_wins, np.uint64(0), out)


def median_dense(scores: U64Array, stake: I64Array, minority: int, spare: U64Array) -> U64Array:
    """Return the consensus of columns given as rows of a matrix.

    Shapes: scores and the spare room (columns, voters), stake (voters,) normalised once more and positive,
            result (columns,).
    Scores are cut to what fits 32 bits beside the voter's number, which sorts twice as fast; a column whose
    answer has a neighbour that looks the same after the cut is done again with full keys.
    """
    columns, voters = scores.shape
    row_bits = (voters - 1).bit_length()
    shift = max(0, int(scores.max(initial=0)).bit_length() + 1 - (32 - row_bits))
    # Rounding up keeps 0 apart from every other score, so the many zeros of a sparse column are never in
    # doubt.
    cut = np.add(scores, np.uint64((1 << shift) - 1), out=spare)
    cut >>= np.uint64(shift)
    keys = cut.astype(np.uint32)
    keys <<= np.uint32(row_bits)
    keys |= np.arange(voters, dtype=np.uint32)
    keys.sort(axis=1)
    row_mask = np.uint32((1 << row_bits) - 1)
    order = (keys & row_mask).astype(np.intp)
    chosen = _first_above(np.take(stake, order, out=spare.view(np.int64), mode="clip"), minority)
    column = np.arange(columns)
    out = scores[column, order[column, chosen]]
    if shift:
        level = keys[column, chosen] >> np.uint32(row_bits)
        before = keys[column, np.maximum(chosen - 1, 0)] >> np.uint32(row_bits)
        after = keys[column, np.minimum(chosen + 1, voters - 1)] >> np.uint32(row_bits)
        same = ((before == level) & (chosen > 0)) | ((after == level) & (chosen < voters - 1))
        doubtful = np.flatnonzero(same & (level != 0))
        if doubtful.size:
            out[doubtful] = _median_full_keys(scores[doubtful], stake, minority)
    return out


def _median_full_keys(scores: U64Array, stake: I64Array, minority: int) -> U64Array:
    keys = (scores << _ROW_BITS) | np.arange(scores.shape[1], dtype=np.uint64)
    keys.sort(axis=1)
    chosen = _first_above(stake[(keys & _ROW_MASK).view(np.int64)], minority)
    return keys[np.arange(keys.shape[0]), chosen] >> _ROW_BITS


def _first_above(stake: I64Array, minority: int) -> I64Array:
    """Return each row's first position where the running sum exceeds `minority`, the last one if none does."""
    above: BoolArray = np.cumsum(stake, axis=1, out=stake) > minority
    above[:, -1] = True
    first: I64Array = above.argmax(axis=1)
    return first
