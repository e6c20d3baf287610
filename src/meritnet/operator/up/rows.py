"""Follows the validators' rows of weights from the commit to the reveal, as the chain's events tell it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from meritnet.codec import Case
from meritnet.operator.up.epochs import context_at
from meritnet.runtime.pallets.system import storage as system
from meritnet.runtime.pallets.weights import storage as weights
from meritnet.runtime.pallets.weights.events import (
    TimelockedWeightsCommitted,
    TimelockedWeightsDropped,
    TimelockedWeightsRevealed,
)
from meritnet.runtime.runtime import Runtime
from meritnet.state.chain_reader import ChainReader

MOST_BLOCKS = 128
"""Blocks that are looked through at once; of a longer time before a start only the newest are."""


@dataclass(frozen=True, slots=True)
class RowState:
    """One validator's rows. Units: blocks."""

    waiting: tuple[int, ...] = ()
    """Commits that nobody can read yet."""
    committed: int | None = None
    revealed: int | None = None
    """When the last opened row was committed, and when the chain opened it."""
    dropped: str = ""
    """Why the last commit that ended was dropped; empty if it was revealed."""

    def text(self) -> str:
        """Say it in a line, empty if nothing was committed."""
        said = []
        if self.revealed is not None:
            said.append(f"weights committed at block {self.committed}, revealed at block {self.revealed}")
        if self.dropped:
            said.append(f"a commit was dropped: {self.dropped}")
        if self.waiting:
            blocks = ", ".join(str(block) for block in self.waiting)
            said.append(f"encrypted until the next epoch: block {blocks}")
        return "; ".join(said)


@dataclass(slots=True)
class Rows:
    """The rows of a subnet's validators by hotkey, up to a block."""

    netuid: int
    seen_to: int | None = None
    by_hotkey: dict[bytes, RowState] = field(default_factory=dict)

    def follow(self, runtime: Runtime, store: ChainReader, head: int) -> None:
        """Read the blocks since the last time. Raises: UnknownBlock, StateDiscarded."""
        begin = max(head - MOST_BLOCKS, 0)
        if self.seen_to is None or self.seen_to < begin:
            self.by_hotkey = _waiting_at(runtime, store, self.netuid, begin)
            self.seen_to = begin
        for number in range(self.seen_to + 1, head + 1):
            records = system.events.get(context_at(runtime, store, number))
            self._read(number, [record.event.args[0] for record in records])
            self.seen_to = number

    def _read(self, number: int, inner: Iterable[Case]) -> None:
        for event in inner:
            if event.name == TimelockedWeightsCommitted.name and event.args[1] == self.netuid:
                state = self._of(event.args[0])
                self.by_hotkey[event.args[0]] = replace(state, waiting=(*state.waiting, number))
            elif event.name == TimelockedWeightsRevealed.name and event.args[0] == self.netuid:
                state = self._of(event.args[1])
                # The chain opens a hotkey's commits in their order.
                first, rest = state.waiting[:1], state.waiting[1:]
                self.by_hotkey[event.args[1]] = RowState(rest, first[0] if first else None, number)
            elif event.name == TimelockedWeightsDropped.name and event.args[0] == self.netuid:
                _, hotkey, block, _, reason = event.args
                state = self._of(hotkey)
                rest = tuple(waiting for waiting in state.waiting if waiting != block)
                self.by_hotkey[hotkey] = replace(state, waiting=rest, dropped=reason.name)

    def _of(self, hotkey: bytes) -> RowState:
        return self.by_hotkey.get(hotkey, RowState())


def row_lines(pairs: Iterable[tuple[str, RowState]]) -> list[str]:
    """Return a sentence for the validators whose rows stand alike, by name, in their order."""
    who: dict[str, list[str]] = {}
    for name, state in pairs:
        if text := state.text():
            who.setdefault(text, []).append(name)
    return [f"{', '.join(group)}: {text}" for text, group in who.items()]


def _waiting_at(runtime: Runtime, store: ChainReader, netuid: int, block: int) -> dict[bytes, RowState]:
    found: dict[bytes, list[int]] = {}
    ctx = context_at(runtime, store, block)
    for _, entries in weights.timelocked_weight_commits.iter_prefix(ctx, netuid):
        for hotkey, committed, _, _ in entries:
            found.setdefault(hotkey, []).append(committed)
    return {hotkey: RowState(tuple(sorted(blocks))) for hotkey, blocks in found.items()}
