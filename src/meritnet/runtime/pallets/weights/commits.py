"""The queue of weight commits of a hotkey: what is in it, when an entry may be revealed, when it is void.

An entry is (hash, epoch, block, 0): the epoch and block it was committed in. With reveal period P it may be revealed in
epoch e + P and is void from the next one on.
"""

from typing import NamedTuple

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.emission.schedule_state import current_epoch
from meritnet.runtime.pallets.hyperparameters import storage as hyper

from . import storage

__all__ = [
    "MAX_OPEN", "Commit", "current_epoch", "drop_expired", "earliest_open", "queue", "reveal_epoch", "store"
]  # fmt: skip

MAX_OPEN = 10
"""Commits of a hotkey in one mechanism that may wait to be revealed."""


class Commit(NamedTuple):
    """One entry of the queue. `unused` is 0 and kept for the layout that clients read."""

    hash: bytes
    epoch: int
    block: int
    unused: int = 0


def reveal_epoch(ctx: Context, netuid: int, commit: Commit) -> int:
    """Return the only epoch in which a commit may be revealed."""
    return commit.epoch + int(hyper.reveal_period_epochs.get(ctx, netuid))


def queue(ctx: Context, index: int, hotkey: bytes) -> list[Commit]:
    """Return a hotkey's commits in a mechanism, oldest first, void ones included."""
    return [Commit(*entry) for entry in storage.weight_commits.get(ctx, index, hotkey) or ()]


def store(ctx: Context, index: int, hotkey: bytes, commits: list[Commit]) -> None:
    """Replace a hotkey's queue; an empty one leaves no entry."""
    if commits:
        storage.weight_commits.set(ctx, index, hotkey, tuple(tuple(commit) for commit in commits))
    else:
        storage.weight_commits.remove(ctx, index, hotkey)


def drop_expired(ctx: Context, netuid: int, commits: list[Commit]) -> tuple[list[Commit], list[Commit]]:
    """Return the void commits at the head of a queue, and the rest.

    Quirk: only the head is looked at; void entries behind an open one stay until it goes.
    """
    now = current_epoch(ctx, netuid)
    for position, commit in enumerate(commits):
        if now <= reveal_epoch(ctx, netuid, commit):
            return commits[:position], commits[position:]
    return commits, []


def earliest_open(ctx: Context, netuid: int, index: int) -> dict[bytes, int]:
    """Return the block of each hotkey's oldest commit that is not void, hashed or timelocked, for those with one."""
    now = current_epoch(ctx, netuid)
    period = int(hyper.reveal_period_epochs.get(ctx, netuid))
    found: dict[bytes, int] = {}
    for hotkey, entries in storage.weight_commits.iter_prefix(ctx, index):
        blocks = [block for _, epoch, block, _ in entries if now <= epoch + period]
        if blocks:
            found[hotkey] = min(blocks)
    for epoch, entries in storage.timelocked_weight_commits.iter_prefix(ctx, index):
        if now <= epoch + period:
            for hotkey, block, _, _ in entries:
                found[hotkey] = min(block, found.get(hotkey, block))
    return found
