"""Commits to weights and reveals them: the hash first, the row one reveal period later.

A commit of epoch e with reveal period P is revealed in epoch e + P, neither before nor after. Nobody can copy weights
that are still hidden, and what is revealed is what was decided an epoch ago.
"""

from collections.abc import Sequence
from typing import NamedTuple

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.consensus_yuma import columns
from meritnet.runtime.pallets.consensus_yuma.commit_hash import commit_hash
from meritnet.runtime.pallets.consensus_yuma.mechanisms import storage_index
from meritnet.runtime.pallets.consensus_yuma.mechanisms_state import ensure_exists
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids as slots
from meritnet.runtime.pallets.subtensor.errors import (
    CommitRevealDisabled,
    CommittingWeightsTooFast,
    ExpiredWeightCommit,
    InvalidRevealCommitHashNotMatch,
    NoWeightsCommitFound,
    RevealTooEarly,
    TooManyUnrevealedCommits,
)

from . import commits as queues
from .commits import Commit
from .events import WeightsBatchRevealed, WeightsCommitted, WeightsRevealed
from .setting import ensure_rate, registered_uid, set_row


class Row(NamedTuple):
    """What a reveal opens: the row, the salt it was hashed with, the validator's version."""

    uids: Sequence[int]
    values: Sequence[int]
    salt: Sequence[int]
    version_key: int

    def hash_for(self, hotkey: bytes, index: int) -> bytes:
        """Return the hash that a hotkey committed to for a mechanism."""
        return commit_hash(hotkey, index, self.uids, self.values, self.salt, self.version_key)


def ensure_hidden(ctx: Context, netuid: int) -> None:
    """Raises: CommitRevealDisabled where weights are set without a commit."""
    ensure(hyper.commit_reveal_weights_enabled.get(ctx, netuid), CommitRevealDisabled, netuid=netuid)


def commit(ctx: Context, hotkey: bytes, netuid: int, mechanism: int, hash_: bytes) -> None:
    """Queue a hotkey's commit; it counts as an update of its weights.

    Raises: MechanismDoesNotExist, CommitRevealDisabled, HotKeyNotRegisteredInSubNet, CommittingWeightsTooFast,
    TooManyUnrevealedCommits.
    """
    index = ensure_exists(ctx, netuid, mechanism)
    ensure_hidden(ctx, netuid)
    uid = registered_uid(ctx, netuid, hotkey)
    ensure_rate(ctx, netuid, index, uid, CommittingWeightsTooFast)
    _, waiting = queues.drop_expired(ctx, netuid, queues.queue(ctx, index, hotkey))
    ensure(len(waiting) < queues.MAX_OPEN, TooManyUnrevealedCommits, bound=queues.MAX_OPEN)
    entry = Commit(hash_, queues.current_epoch(ctx, netuid), ctx.block_number)
    queues.store(ctx, index, hotkey, [*waiting, entry])
    columns.set_last_update(ctx, index, uid, slots.count(ctx, netuid))
    ctx.emit(WeightsCommitted, hotkey, index, hash_)


def reveal(ctx: Context, hotkey: bytes, netuid: int, mechanism: int, row: Row) -> None:
    """Open one commit and set its weights; older commits of the hotkey go with it.

    Raises: CommitRevealDisabled, NoWeightsCommitFound, ExpiredWeightCommit, InvalidRevealCommitHashNotMatch,
    RevealTooEarly, then what `set_row` raises.
    """
    ensure_hidden(ctx, netuid)
    index = storage_index(netuid, mechanism)
    hash_ = row.hash_for(hotkey, index)
    waiting = _openable(ctx, netuid, index, hotkey, [hash_])
    position = waiting.index(_first(waiting, hash_))
    queues.store(ctx, index, hotkey, waiting[position + 1 :])
    set_row(ctx, hotkey, netuid, mechanism, row.uids, row.values, row.version_key)
    ctx.emit(WeightsRevealed, hotkey, index, hash_)


def reveal_batch(ctx: Context, hotkey: bytes, netuid: int, rows: Sequence[Row]) -> None:
    """Open several commits of mechanism 0, all or none; other commits stay, the last row given is the one that counts.

    Raises: as `reveal`.
    """
    ensure_hidden(ctx, netuid)
    hashes = tuple(row.hash_for(hotkey, netuid) for row in rows)
    waiting = _openable(ctx, netuid, netuid, hotkey, hashes)
    for entry in [_first(waiting, hash_) for hash_ in dict.fromkeys(hashes)]:
        waiting.remove(entry)
    queues.store(ctx, netuid, hotkey, waiting)
    for row in rows:
        set_row(ctx, hotkey, netuid, 0, row.uids, row.values, row.version_key)
    ctx.emit(WeightsBatchRevealed, hotkey, netuid, hashes)


def ensure_revealable(ctx: Context, netuid: int, index: int, hotkey: bytes, hash_: bytes) -> None:
    """Check a reveal before it is dispatched.

    Raises: NoWeightsCommitFound if no such commit is queued, RevealTooEarly outside its epoch.
    Quirk: a commit whose epoch is over is "too early" as well while it is still queued.
    """
    found = next((entry for entry in queues.queue(ctx, index, hotkey) if entry.hash == hash_), None)
    if found is None:
        raise NoWeightsCommitFound(netuid=netuid, hash=hash_)
    _ensure_now(ctx, netuid, found)


def _first(waiting: Sequence[Commit], hash_: bytes) -> Commit:
    return next(entry for entry in waiting if entry.hash == hash_)


def _openable(ctx: Context, netuid: int, index: int, hotkey: bytes, hashes: Sequence[bytes]) -> list[Commit]:
    """Return a hotkey's queue without void entries, after a check that it holds every hash and may open it now."""
    queued = queues.queue(ctx, index, hotkey)
    ensure(queued, NoWeightsCommitFound, netuid=netuid, hotkey=hotkey)
    expired, waiting = queues.drop_expired(ctx, netuid, queued)
    void = [entry.hash for entry in expired]
    by_hash = {entry.hash: entry for entry in reversed(waiting)}
    for hash_ in hashes:
        entry = by_hash.get(hash_)
        if entry is None:
            ensure(hash_ not in void, ExpiredWeightCommit, hash=hash_)
            ensure(waiting, NoWeightsCommitFound, netuid=netuid, hotkey=hotkey)
            raise InvalidRevealCommitHashNotMatch(hash=hash_, waiting=len(waiting))
        _ensure_now(ctx, netuid, entry)
    return waiting


def _ensure_now(ctx: Context, netuid: int, entry: Commit) -> None:
    epoch, due = queues.current_epoch(ctx, netuid), queues.reveal_epoch(ctx, netuid, entry)
    ensure(epoch == due, RevealTooEarly, netuid=netuid, epoch=epoch, reveal_epoch=due)
