"""Measures, before any market runs, what each forecasting model is worth on the transformed series.

Skill is 1 - loss / loss of the constant-volatility normal forecast, over many rounds. The same loss is what
validators use; the seeds are not.
"""

import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from meritnet.subnets.price.cheats import Board, Copycat, Leader, Lookup, OverDispersed
from meritnet.subnets.price.mechanism import SERIES_PER_ROUND, PriceMechanism, draw_round
from meritnet.subnets.price.models import HONEST, LEVELS
from meritnet.subnets.price.scoring import answer_loss
from meritnet.subnets.price.series import matched_days, standardised
from meritnet.subnets.price.task import HORIZONS, MEMBERS, MICRO, PriceAnswer

ROUNDS = 250
YARDSTICK = "constant"
CEILING = "ceiling"


@dataclass(frozen=True, slots=True)
class Skill:
    """The measured skill of one way to forecast; 0 is the yardstick, 0.03 is three per cent better."""

    name: str
    mean: float
    error: float
    """Standard error of the mean."""
    kind: str
    """honest, cheat or bound."""


def round_seeds(number: int, seed: bytes = b"offline skill") -> tuple[bytes, bytes]:
    """Return the challenge seed and the later seed of an offline round."""
    made = hashlib.sha256(seed + number.to_bytes(8, "little")).digest()
    return made, hashlib.sha256(b"later" + made).digest()


def measure_losses(
    rounds: int, seed: bytes = b"offline skill", after_round: Callable[[], None] = lambda: None
) -> dict[str, list[float]]:
    """Return the loss of every honest model and every answering cheat in each of `rounds` rounds.

    `after_round` is called after each of them: a place to yield to others, or to end by raising.
    """
    mechanism = PriceMechanism()
    board = Board()
    leader, copycat, wide, lookup = Leader(HONEST[0], board), Copycat(board), OverDispersed(), Lookup()
    losses: dict[str, list[float]] = {}
    for number in range(rounds):
        first, later = round_seeds(number, seed)
        request = mechanism.challenge(first)
        outcome = mechanism.outcome(request, first, later)
        answers: dict[str, PriceAnswer] = {model.name: model.answer(request) for model in HONEST[1:]}
        answers[HONEST[0].name] = leader.reply(request)
        answers |= {
            "copycat": copycat.reply(request),
            "over-dispersed": wide.reply(request),
            "history lookup": lookup.reply(request),
            CEILING: ceiling_answer(first),
        }
        for name, answer in answers.items():
            losses.setdefault(name, []).append(answer_loss(request, outcome, answer.array()))
        after_round()
    return losses


def measure_skill(
    rounds: int = ROUNDS, seed: bytes = b"offline skill", after_round: Callable[[], None] = lambda: None
) -> tuple[Skill, ...]:
    """Return the skills, best first, each with its standard error."""
    return skill_table(measure_losses(rounds, seed, after_round))


def skill_table(losses: Mapping[str, list[float]]) -> tuple[Skill, ...]:
    """Return the skills that the losses of the same rounds show, best first."""
    base = np.array(losses[YARDSTICK])
    honest = {model.name for model in HONEST}
    table = []
    for name, values in losses.items():
        kind = "honest" if name in honest else "bound" if name == CEILING else "cheat"
        gain = (base - np.array(values)) / base.mean()
        error = float(gain.std(ddof=1)) / math.sqrt(len(gain))
        table.append(Skill(name, float(gain.mean()), error, kind))
    return tuple(sorted(table, key=lambda skill: (-skill.mean, skill.name)))


def render(table: tuple[Skill, ...]) -> str:
    """Return the table as text."""
    lines = [f"{'model':16s} {'skill':>8s} {'± s.e.':>8s}"]
    lines += [f"{s.name:16s} {100 * s.mean:7.1f}% {100 * s.error:7.1f}%  {s.kind}" for s in table]
    return "\n".join(lines)


def ceiling_answer(seed: bytes) -> PriceAnswer:
    """Return the exact distribution that outcomes are drawn from, given the secret challenge seed.

    No miner has the seed; one that recognises every shown day in the public record can come close. So this
    bounds what public history is worth to anyone.
    """
    ensembles = np.empty((SERIES_PER_ROUND, len(HORIZONS), MEMBERS))
    for place, (_, origin) in enumerate(draw_round(seed)):
        record, _, _ = standardised(origin.asset)
        following = record[matched_days(origin)[:, None] + 1 + np.arange(HORIZONS[-1])]
        for column, horizon in enumerate(HORIZONS):
            moves = following[:, :horizon].sum(axis=1) * origin.factor * MICRO
            ensembles[place, column] = np.quantile(np.concatenate([moves, -moves]), LEVELS)
    return PriceAnswer.from_array(ensembles)


if __name__ == "__main__":
    print(render(measure_skill()))
