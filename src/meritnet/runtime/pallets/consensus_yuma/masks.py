"""Which validators are active or permitted, and which weights and bonds an epoch must not count."""

from collections.abc import Sequence

import numpy as np

from meritnet.runtime.pallets.consensus_yuma.types import BoolArray, Entries, Problem, U64Array

NO_COMMIT = 2**64 - 1
"""Commit block of a uid without open commits: later than any registration, so nothing is masked."""


def activity_cutoff_blocks(factor: int, tempo: int) -> int:
    """Return how many blocks old an update may be, at least 1. Units: factor in thousandths of a tempo."""
    return max(1, factor * tempo // 1000)


def active_uids(last_update: U64Array, listed: int, cutoff: int, block: int) -> BoolArray:
    """Return who updated weights within `cutoff` blocks; equality is still active.

    Quirk: uids beyond the `listed` items of LastUpdate are inactive even at block 0 (vector 26).
    """
    active: BoolArray = last_update >= np.uint64(max(0, block - cutoff))
    active[listed:] = False
    return active


def top_validators(stake: U64Array, limit: int, owner_uid: int | None) -> BoolArray:
    """Return the validator permits of the next epoch: non-zero stake among the top `limit`.

    Quirk: equal stakes keep the higher uid, because the order is ascending and stable (vector 9), and the
    owner's permit comes on top of the limit (vector 10).
    """
    n = stake.size
    permits: BoolArray = stake != 0
    if limit < n:
        permits[np.argsort(stake, kind="stable")[: n - limit]] = False
    if owner_uid is not None and owner_uid < n:
        permits[owner_uid] = True
    return permits


def padded_blocks(blocks: Sequence[int], n: int) -> U64Array:
    """Return `blocks` cut or filled with block 0 to n items."""
    out = np.zeros(n, np.uint64)
    listed = min(n, len(blocks))
    out[:listed] = np.array(blocks[:listed], np.uint64)
    return out


def commit_blocks(blocks: Sequence[int | None]) -> U64Array:
    """Return the earliest open commit of each uid, `NO_COMMIT` where there is none."""
    return np.array([NO_COMMIT if block is None else block for block in blocks], np.uint64)


def last_tempo_block(block: int, last_step: int, tempo: int) -> int:
    """Return the first block whose registrations void the bonds to a uid."""
    return last_step + 1 if last_step else max(0, block - tempo)


def counted_weights(problem: Problem) -> Entries:
    """Return the weights that count: permitted rows without self, outdated and committed-before entries."""
    weights = problem.weights
    row, col = weights.row, weights.col
    keep = problem.permits[row] & (problem.last_update[row] > problem.registered[col])
    own = row == col
    if problem.owner_uid is not None:
        own &= row != problem.owner_uid
    keep &= ~own
    if problem.commit_blocks is not None:
        keep &= problem.commit_blocks[row] >= problem.registered[col]
    return weights.where(keep)


def counted_bonds(problem: Problem) -> Entries:
    """Return the old bonds without those to uids registered since the last epoch."""
    fresh = problem.registered >= np.uint64(problem.last_tempo)
    if not fresh.any():
        return problem.bonds
    return problem.bonds.where(~fresh[problem.bonds.col])
