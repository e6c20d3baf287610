"""Three cheats that the market should pay less than the worst honest miner, and one that looks up history.

Each has a pure core, `reply`, that the simulation uses, and the `Miner` face that a host serves.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import numpy as np

from meritnet.neuron.mechanism import Missing
from meritnet.subnets.price.models import LEVELS, PriceModel, forecast_constant
from meritnet.subnets.price.series import standardised
from meritnet.subnets.price.task import (
    HORIZONS,
    LIMIT,
    MEMBERS,
    MICRO,
    PriceAnswer,
    PriceRequest,
    horizon_moves,
)

WIDENING = 3.0
"""How much wider than its own belief the over-dispersed cheat answers."""
LATENESS = 1.5
"""Part of the time limit after which the erratic cheat's late answers leave."""
FALLBACK = PriceModel("constant", "before there is anything to copy", forecast_constant)


@dataclass
class Board:
    """What the public can see of a leader: its answer to the last round that was revealed and published."""

    published: PriceAnswer | None = None
    _current: PriceAnswer | None = None

    def post(self, answer: PriceAnswer) -> None:
        """Take the leader's answer to a new round; the one before becomes public."""
        self.published, self._current = self._current, answer


@dataclass
class Leader:
    """An honest miner whose revealed answers others can read on a board."""

    model: PriceModel
    board: Board

    def reply(self, request: PriceRequest) -> PriceAnswer:
        """Return the model's answer and post it."""
        answer = self.model.answer(request)
        self.board.post(answer)
        return answer

    async def answer(self, request: PriceRequest) -> PriceAnswer:
        """Return the reply."""
        return await asyncio.to_thread(self.reply, request)

    async def close(self) -> None:
        """Nothing is held."""


@dataclass
class Copycat:
    """Answers what the leader answered to an earlier round; the current answer is only a hash to it.

    A copied commitment is no use: it names the leader's hotkey, so the copycat cannot open it.
    """

    board: Board

    def reply(self, request: PriceRequest) -> PriceAnswer:
        """Return the leader's last public answer, or a constant forecast while there is none."""
        copied = self.board.published
        if copied is None or len(copied.ensembles) != len(request.series):
            return FALLBACK.answer(request)
        return copied

    async def answer(self, request: PriceRequest) -> PriceAnswer:
        """Return the reply."""
        return self.reply(request)

    async def close(self) -> None:
        """Nothing is held."""


@dataclass
class OverDispersed:
    """Answers three times wider than it believes, hoping never to be far off."""

    model: PriceModel = FALLBACK

    def reply(self, request: PriceRequest) -> PriceAnswer:
        """Return the widened answer."""
        return PriceAnswer.from_array(self.model.forecast(request.array()) * WIDENING)

    async def answer(self, request: PriceRequest) -> PriceAnswer:
        """Return the reply."""
        return await asyncio.to_thread(self.reply, request)

    async def close(self) -> None:
        """Nothing is held."""


@dataclass
class Erratic:
    """Answers too late, with NaN, and out of range, in turn."""

    timeout_s: float
    sleep: Callable[[float], Awaitable[None]] = field(default=asyncio.sleep)
    _asked: int = 0

    def reply(self, request: PriceRequest) -> Missing:
        """Return what a validator records of this miner's answer."""
        self._asked += 1
        return Missing.LATE if self._asked % 3 == 1 else Missing.INVALID

    async def answer(self, request: PriceRequest) -> PriceAnswer:
        """Return a late answer, or one with members that no validator accepts."""
        turn = self._asked % 3
        self._asked += 1
        answer = FALLBACK.answer(request)
        if turn == 0:
            await self.sleep(self.timeout_s * LATENESS)
            return answer
        # NaN is no int; that a validator reads it as such is what must not happen.
        bad: int = float("nan") if turn == 1 else LIMIT * 10  # type: ignore[assignment]
        first = ((bad,) * MEMBERS, *answer.ensembles[0][1:])
        return replace(answer, ensembles=(first, *answer.ensembles[1:]))

    async def close(self) -> None:
        """Nothing is held."""


@dataclass
class Lookup:
    """Finds the shown returns in the public record and answers with what came next there.

    Used to show that this loses: the continuation that counts is drawn from other days.
    """

    window: int = 40
    doubt: float = 0.05
    """Half width of its ensembles, in one-step deviations: it is that sure."""

    def reply(self, request: PriceRequest) -> PriceAnswer:
        """Return an ensemble closely around the record's own continuation."""
        ensembles = np.zeros((len(request.series), len(HORIZONS), MEMBERS))
        for place, series in enumerate(request.series):
            shown = np.array(series.returns[-self.window :], dtype=np.float64)
            record, _, _ = standardised(series.asset)
            found, factor = locate(shown, record)
            following = [round(v) for v in (factor * record[found + 1 : found + 1 + HORIZONS[-1]]).tolist()]
            centres = np.array(horizon_moves(following), dtype=np.float64)
            ensembles[place] = (centres[:, None] + abs(factor) * self.doubt * (2 * LEVELS - 1)) * MICRO
        return PriceAnswer.from_array(ensembles)


def locate(shown: np.ndarray, record: np.ndarray) -> tuple[int, float]:
    """Return the index in `record` at which `shown` ends, up to a factor of either sign, and the factor."""
    windows = np.lib.stride_tricks.sliding_window_view(record, len(shown))
    dots = windows @ shown
    powers = (windows**2).sum(axis=1)
    best = int(np.argmax(dots**2 / powers))
    return best + len(shown) - 1, float(dots[best] / powers[best])
