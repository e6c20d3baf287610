"""Follows a validator's commits of weights until the chain has opened or dropped them.

Nothing has to be sent for that, and nothing has to be kept: after a restart the chain says what still waits.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from meritnet.neuron.chain import ChainClient

log = logging.getLogger(__name__)

MOST_BLOCKS = 64
"""Blocks that are looked through for one reveal; after a longer silence only the newest are."""


@dataclass(frozen=True, slots=True)
class Reveal:
    """The end of one commit. Units: blocks."""

    committed: int
    round: int
    revealed: int | None
    """Block in which the chain opened it; None if it was dropped, or if nobody looked in time."""
    dropped: str
    """Why the chain dropped it; empty otherwise."""

    def __str__(self) -> str:
        """Say it in a line."""
        if self.dropped:
            return f"committed at block {self.committed}, dropped: {self.dropped}"
        when = "since" if self.revealed is None else f"at block {self.revealed}"
        return f"committed at block {self.committed}, revealed {when}"


Ends: TypeAlias = list[Reveal]


@dataclass(slots=True)
class RevealWatch:
    """The open commits of one hotkey on one subnet."""

    chain: ChainClient
    netuid: int
    hotkey: str
    waiting: dict[int, int] = field(default_factory=dict)
    """Round of the beacon by block of the commit."""
    last: Reveal | None = None
    _seen_to: int = 0

    async def look(self) -> Ends:
        """Return what ended since the last look, oldest commit first."""
        found = await self.chain.open_commits(self.netuid, self.hotkey)
        gone = {block: round_ for block, round_ in self.waiting.items() if block not in found.rounds}
        ended: Ends = []
        if gone:
            first = max(self._seen_to + 1, found.at - MOST_BLOCKS + 1)
            ended = await self._ends(gone, first, found.at)
        self.waiting, self._seen_to = dict(sorted(found.rounds.items())), found.at
        for reveal in ended:
            self.last = reveal
            log.info("weights_opened netuid=%d hotkey=%s %s", self.netuid, self.hotkey, reveal)
        return ended

    async def _ends(self, gone: Mapping[int, int], first: int, last: int) -> Ends:
        ends = await self.chain.commit_ends(self.netuid, self.hotkey, first, last)
        dropped = {end.committed: end.dropped for end in ends if end.dropped}
        # The chain opens a hotkey's commits in their order.
        opened = iter([end.block for end in ends if not end.dropped])
        return [
            Reveal(block, round_, None, dropped[block])
            if block in dropped
            else Reveal(block, round_, next(opened, None), "")
            for block, round_ in sorted(gone.items())
        ]
