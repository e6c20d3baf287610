"""Timelocked commits of weights: kept as ciphertext, opened by the chain itself when the beacon's round is out.

A commit of epoch e is opened in epoch e + P, in the first block whose state has the round; without the round by the end
of that epoch it is given up. Nobody has to come back for it, and nobody, its maker included, can open it before.
"""

from collections.abc import Iterator
from typing import NamedTuple

from meritnet.codec import Case
from meritnet.crypto.timelock import CannotOpen, Failure
from meritnet.crypto.timelock_weights import NoRow, WrongHotkey, decode_row
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError, ensure
from meritnet.runtime.pallets.consensus_yuma import columns
from meritnet.runtime.pallets.consensus_yuma.mechanisms import storage_index
from meritnet.runtime.pallets.consensus_yuma.mechanisms_state import count, ensure_exists
from meritnet.runtime.pallets.drand.books import newest_round
from meritnet.runtime.pallets.drand.opening import open_timelock
from meritnet.runtime.pallets.emission.schedule_state import current_epoch, deferred
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids as slots
from meritnet.runtime.pallets.subtensor.errors import (
    CommittingWeightsTooFast,
    IncorrectCommitRevealVersion,
    TooManyUnrevealedCommits,
)

from . import storage
from .commits import MAX_OPEN
from .committing import ensure_hidden
from .events import TimelockedWeightsCommitted, TimelockedWeightsDropped, TimelockedWeightsRevealed
from .setting import ensure_rate, registered_uid, set_row

EXPIRED = Case("Expired")
_REASONS = {
    Failure.SIGNATURE: Case("Signature"),
    Failure.CIPHERTEXT: Case("Ciphertext"),
    Failure.DECRYPT: Case("Decrypt"),
}


class Commit(NamedTuple):
    """One encrypted commit. It is bound to the hotkey: whoever has the uid later does not inherit it."""

    hotkey: bytes
    block: int
    ciphertext: bytes
    round: int


def commit(
    ctx: Context, hotkey: bytes, netuid: int, mechanism: int, ciphertext: bytes, round_: int, version: int
) -> None:
    """Keep a hotkey's encrypted commit; it counts as an update of its weights.

    Raises: MechanismDoesNotExist, CommitRevealDisabled, IncorrectCommitRevealVersion, HotKeyNotRegisteredInSubNet,
    CommittingWeightsTooFast, TooManyUnrevealedCommits.
    """
    index = ensure_exists(ctx, netuid, mechanism)
    ensure_hidden(ctx, netuid)
    ensure_version(ctx, version)
    uid = registered_uid(ctx, netuid, hotkey)
    ensure_rate(ctx, netuid, index, uid, CommittingWeightsTooFast)
    epoch = current_epoch(ctx, netuid)
    ensure_room(ctx, index, epoch, hotkey)
    waiting = storage.timelocked_weight_commits.get(ctx, index, epoch)
    entry = Commit(hotkey, ctx.block_number, ciphertext, round_)
    storage.timelocked_weight_commits.set(ctx, index, epoch, (*waiting, entry))
    ctx.emit(TimelockedWeightsCommitted, hotkey, index, blake2_256(ciphertext), round_)
    columns.set_last_update(ctx, index, uid, slots.count(ctx, netuid))


def waiting_of(ctx: Context, index: int, epoch: int, hotkey: bytes) -> int:
    """Return how many commits of an epoch a hotkey has waiting in a mechanism."""
    return sum(entry[0] == hotkey for entry in storage.timelocked_weight_commits.get(ctx, index, epoch))


def ensure_version(ctx: Context, version: int) -> None:
    """Raises: IncorrectCommitRevealVersion unless commits are made as the chain opens them."""
    needed = hyper.commit_reveal_weights_version.get(ctx)
    ensure(version == needed, IncorrectCommitRevealVersion, version=version, needed=needed)


def ensure_room(ctx: Context, index: int, epoch: int, hotkey: bytes) -> None:
    """Raises: TooManyUnrevealedCommits for one more commit than may wait."""
    mine = waiting_of(ctx, index, epoch, hotkey)
    ensure(mine < MAX_OPEN, TooManyUnrevealedCommits, waiting=mine, bound=MAX_OPEN)


def reveal_due(ctx: Context, netuids: list[int]) -> None:
    """Open what can be opened in this block and drop what is void, on every subnet whose epoch does not wait.

    Bound: a block without commits costs one look at the map; what waits for its round costs no writes.
    """
    if next(storage.timelocked_weight_commits.iter(ctx), None) is None:
        return
    later, newest = deferred(ctx, netuids), newest_round(ctx)
    for netuid in netuids:
        if netuid not in later:
            _reveal_subnet(ctx, netuid, newest)


def openable(ctx: Context, netuids: list[int]) -> Iterator[tuple[int, bytes]]:
    """Yield (round, ciphertext) of all that the block after this one may open, in its order.

    Nothing is decided here: it tells a node what it may look at before that block is due.
    """
    if next(storage.timelocked_weight_commits.iter(ctx), None) is None:
        return
    newest = newest_round(ctx)
    for netuid in netuids:
        # An epoch may turn between this block and the next.
        first = current_epoch(ctx, netuid) - int(hyper.reveal_period_epochs.get(ctx, netuid))
        for mechanism in range(count(ctx, netuid)):
            index = storage_index(netuid, mechanism)
            for epoch in (first, first + 1):
                for entry in storage.timelocked_weight_commits.get(ctx, index, epoch) if epoch >= 0 else ():
                    if entry[3] <= newest:
                        yield entry[3], entry[2]


def _reveal_subnet(ctx: Context, netuid: int, newest: int) -> None:
    now, period = current_epoch(ctx, netuid), int(hyper.reveal_period_epochs.get(ctx, netuid))
    for mechanism in range(count(ctx, netuid)):
        index = storage_index(netuid, mechanism)
        for epoch, entries in list(storage.timelocked_weight_commits.iter_prefix(ctx, index)):
            if epoch + period < now:
                storage.timelocked_weight_commits.remove(ctx, index, epoch)
                for entry in map(Commit._make, entries):
                    _drop(ctx, index, entry, EXPIRED)
            elif epoch + period == now:
                kept = [
                    entry
                    for entry in map(Commit._make, entries)
                    if entry.round > newest or not _settle(ctx, netuid, mechanism, index, entry)
                ]
                if len(kept) != len(entries):
                    _store(ctx, index, epoch, kept)


def _store(ctx: Context, index: int, epoch: int, kept: list[Commit]) -> None:
    if kept:
        storage.timelocked_weight_commits.set(ctx, index, epoch, tuple(kept))
    else:
        storage.timelocked_weight_commits.remove(ctx, index, epoch)


def _settle(ctx: Context, netuid: int, mechanism: int, index: int, entry: Commit) -> bool:
    """Open a commit and set its weights, or drop it; return False, nothing done, if its round is still to come."""
    try:
        plaintext = open_timelock(ctx, entry.round, entry.ciphertext)
        if plaintext is None:
            return False
        row = decode_row(plaintext, entry.hotkey)
        with ctx.layer():
            set_row(ctx, entry.hotkey, netuid, mechanism, row.uids, row.values, row.version_key)
    except CannotOpen as error:
        _drop(ctx, index, entry, _REASONS[error.failure])
    except NoRow:
        _drop(ctx, index, entry, Case("Payload"))
    except WrongHotkey:
        _drop(ctx, index, entry, Case("Hotkey"))
    except DispatchError as error:
        _drop(ctx, index, entry, Case("Rejected", (ctx.chain.error_case(error),)))
    else:
        ctx.emit(TimelockedWeightsRevealed, index, entry.hotkey)
    return True


def _drop(ctx: Context, index: int, entry: Commit, reason: Case) -> None:
    ctx.emit(TimelockedWeightsDropped, index, entry.hotkey, entry.block, entry.round, reason)
