"""A miner's seat at a host: the hotkey it signs with, the subnet it serves, and what answers."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import TypeVar

from meritnet.neuron.chain import Signer
from meritnet.neuron.commitment_book import CommitmentBook
from meritnet.neuron.directory import Directory
from meritnet.neuron.mechanism import Mechanism, Miner
from meritnet.neuron.message import Message
from meritnet.primitives.errors import MeritnetError

T = TypeVar("T")

TRIAL_SEED = bytes(32)
TRIAL_S = 20.0


class MinerFailed(MeritnetError):
    """The miner raised instead of answering."""


class MinerLate(MeritnetError):
    """The miner did not answer in time."""


@dataclass(slots=True)
class Seat:
    """One miner of a host."""

    signer: Signer
    # A host serves mechanisms of any message types; each seat's own agree with one another.
    mechanism: Mechanism[Message, object, Message]
    miner: Miner[Message, Message]
    directory: Directory
    name: str = ""
    book: CommitmentBook = field(init=False)
    answered: int = 0
    failed: int = 0

    def __post_init__(self) -> None:
        """Open the book of commitments."""
        self.book = CommitmentBook(self.hotkey, self.mechanism.timeout_s)

    @property
    def hotkey(self) -> str:
        """The address that requests must name as their receiver."""
        return self.signer.ss58_address

    async def answer(self, request: Message) -> Message:
        """Return the miner's answer.

        Raises: MinerLate after the mechanism's time, MinerFailed with what the miner raised.
        """
        try:
            answer = await within(self.mechanism.timeout_s, self.miner.answer(request))
        except (MinerLate, MinerFailed):
            self.failed += 1
            raise
        self.answered += 1
        return answer


async def try_out(mechanism: Mechanism[Message, object, Message], miner: Miner[Message, Message]) -> None:
    """Let a miner answer one request with plenty of time.

    The first answer loads data and starts programs, which may take longer than a round allows; and a miner
    that cannot answer should not pay for a uid.
    Raises: MinerLate or MinerFailed with what is wrong.
    """
    request = await asyncio.to_thread(mechanism.challenge, TRIAL_SEED)
    await within(TRIAL_S, miner.answer(request))


async def within(timeout_s: float, work: Awaitable[T]) -> T:
    """Return the result of a stranger's code, or say that it was late or failed.

    Whatever it raises is looked at as the task's outcome, so that no error of the host itself is caught.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=timeout_s)
    finally:
        if not task.done():
            task.cancel()
    if not task.done() or task.cancelled():
        raise MinerLate(f"no answer within {timeout_s:g} s")
    error = task.exception()
    if error is not None:
        raise MinerFailed(f"{type(error).__name__}: {error}"[:300]) from error
    return task.result()
