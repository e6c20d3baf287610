"""A miner's open commitments: what it promised to whom, and from when it may show it.

An answer must stay secret until every validator's deadline for it has passed, or others could copy it. So a
request is shared only by those who ask within moments of each other; whoever comes later is refused, and
nobody gets the reveal before the answer time after the latest of the askers.
Absent: a request that differs in a detail counts as another one; mechanisms draw requests so that such a
neighbour's answer is no help.
"""

import os
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from meritnet.neuron.commitment import SALT_BYTES, commit_answer
from meritnet.neuron.message import Message
from meritnet.primitives.errors import Denied

TOGETHER_S = 0.5
"""How far apart two validators may ask the same question; a copier who forwards one comes later."""
KEEP_S = 300.0
"""How long a commitment waits for its reveal."""
RETRY_S = 10.0
"""How long an answer stays after everyone who asked has had its reveal, for one that got lost on the way.

An answer of the price subnet takes some 150 kB in memory; a book that kept all for `KEEP_S` would grow by 200 MB.
"""
MOST_OPEN = 1_024


class Sealed(Denied):
    """The same request is committed to and not yet revealed."""


class RevealDenied(Denied):
    """There is nothing to reveal to this sender."""


class RevealTooEarly(RevealDenied):
    """The reveal is asked before the deadline of the commitments; `wait_s` tells how long to wait."""

    def __init__(self, wait_s: float) -> None:
        """Take the seconds until the reveal."""
        super().__init__(f"reveal is asked {wait_s:.2f} s too early; ask again then")
        self.wait_s = wait_s


@dataclass(slots=True)
class Entry:
    """One request that was asked and what was committed to it."""

    first_asked_s: float
    latest_asked_s: float
    salt: bytes
    askers: set[str] = field(default_factory=set)
    revealed: set[str] = field(default_factory=set)
    answer: Message | None = None


class CommitmentBook:
    """The open commitments of one hotkey, by the digest of the request."""

    def __init__(
        self, hotkey: str, answer_timeout_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.hotkey = hotkey
        self.answer_timeout_s = answer_timeout_s
        self._clock = clock
        self._entries: OrderedDict[bytes, Entry] = OrderedDict()
        self._shown: deque[tuple[float, bytes]] = deque()
        """Requests whose reveals are complete, with the moment until which they are kept."""

    def ask(self, digest: bytes, sender: str) -> Entry:
        """Return the entry of a request, new if nobody asked it yet.

        Raises: Sealed if others asked it a while ago.
        """
        now = self._clock()
        self._forget(now)
        entry = self._entries.get(digest)
        if entry is None:
            if len(self._entries) >= MOST_OPEN:
                raise Sealed(f"{MOST_OPEN} commitments wait for their reveal; reveal or let them expire")
            entry = self._entries[digest] = Entry(now, now, os.urandom(SALT_BYTES))
        elif sender not in entry.askers:
            if now - entry.first_asked_s > TOGETHER_S:
                raise Sealed(
                    "this request was committed to for another validator; draw a request of your own"
                )
            entry.latest_asked_s = now
        entry.askers.add(sender)
        return entry

    def commit(self, entry: Entry, request: Message, answer: Message) -> bytes:
        """Return the commitment to `answer`; the first answer to a request stays."""
        if entry.answer is None:
            entry.answer = answer
        return commit_answer(self.hotkey, request, entry.answer, entry.salt)

    def reveal(self, digest: bytes, sender: str) -> tuple[Message, bytes]:
        """Return answer and salt of a commitment made for `sender`.

        Raises: RevealDenied if there is none, RevealTooEarly before the deadline of its commitments.
        """
        now = self._clock()
        entry = self._entries.get(digest)
        if entry is None or sender not in entry.askers or entry.answer is None:
            raise RevealDenied("nothing was committed to this request for this validator, or it expired")
        wait_s = entry.latest_asked_s + self.answer_timeout_s - now
        if wait_s > 0:
            raise RevealTooEarly(wait_s)
        entry.revealed.add(sender)
        if entry.revealed == entry.askers:
            self._shown.append((now + RETRY_S, digest))
        return entry.answer, entry.salt

    def sealed(self, digest: bytes) -> bool:
        """Return whether someone still waits for the reveal of this request."""
        self._forget(self._clock())
        entry = self._entries.get(digest)
        return entry is not None and entry.revealed != entry.askers

    def __len__(self) -> int:
        """Return how many requests are kept."""
        return len(self._entries)

    def _forget(self, now: float) -> None:
        while self._shown and self._shown[0][0] <= now:
            _, digest = self._shown.popleft()
            entry = self._entries.get(digest)
            if entry is not None and entry.revealed == entry.askers:
                del self._entries[digest]
        while self._entries:
            entry = next(iter(self._entries.values()))
            if now - entry.first_asked_s < KEEP_S:
                return
            self._entries.popitem(last=False)
