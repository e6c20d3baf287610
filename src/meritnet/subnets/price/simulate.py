"""Plays the whole price market offline: five honest miners, three cheats, validators, no chain.

What it leaves out is consensus: each validator's weights stand by themselves. The chain's own code judges
them together in the lab and in a running network.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from meritnet.neuron.mechanism import Missing, Standing
from meritnet.subnets.price.cheats import Board, Copycat, Erratic, Leader, OverDispersed
from meritnet.subnets.price.mechanism import LiarPriceMechanism, PriceMechanism
from meritnet.subnets.price.models import HONEST
from meritnet.subnets.price.roster import CHEAT_NAMES, HONEST_NAMES
from meritnet.subnets.price.task import PriceAnswer, PriceRequest


@dataclass(frozen=True, slots=True)
class Moment:
    """One validator's view after a round: weights by miner name."""

    validator: str
    round_number: int
    weights: Mapping[str, float]

    @property
    def ranks_rightly(self) -> bool:
        """Whether the honest miners rank as their skill does, and every cheat below the worst of them."""
        honest = [self.weights[name] for name in HONEST_NAMES]
        descending = all(better > worse for better, worse in pairwise(honest))
        return descending and all(self.weights[name] < honest[-1] for name in CHEAT_NAMES)


class Population:
    """The eight miners, each with a state of its own."""

    def __init__(self) -> None:
        board = Board()
        self.leader = Leader(HONEST[0], board)
        self.copycat = Copycat(board)
        self.wide = OverDispersed()
        self.erratic = Erratic(timeout_s=PriceMechanism.schedule.answer_timeout_s)

    def answer(self, request: PriceRequest) -> dict[str, PriceAnswer | Missing]:
        """Return what a validator has in hand after the reveals, by miner name."""
        answers: dict[str, PriceAnswer | Missing] = {m.name: m.answer(request) for m in HONEST[1:]}
        answers[HONEST[0].name] = self.leader.reply(request)
        answers["copycat"] = self.copycat.reply(request)
        answers["over-dispersed"] = self.wide.reply(request)
        answers["erratic"] = self.erratic.reply(request)
        return answers


def play(rounds: int, seed: bytes, validators: tuple[str, ...] = ("honest",)) -> Iterator[Moment]:
    """Yield every validator's weights after every round; a validator named `liar...` inverts its scores.

    Each validator sends challenges of its own, as on the network, to the same miners.
    """
    population = Population()
    mechanisms = {v: LiarPriceMechanism() if v.startswith("liar") else PriceMechanism() for v in validators}
    standings: dict[str, dict[str, Standing]] = {v: {} for v in validators}
    for number in range(rounds):
        for validator, mechanism in mechanisms.items():
            first = hashlib.sha256(seed + validator.encode() + number.to_bytes(8, "little")).digest()
            later = hashlib.sha256(b"later" + first).digest()
            request = mechanism.challenge(first)
            answers = population.answer(request)
            scores = mechanism.score_many(request, mechanism.outcome(request, first, later), answers)
            mine = standings[validator]
            for name, score in scores.items():
                mine[name] = mechanism.aggregate(mine.get(name), score)
            yield Moment(validator, number + 1, mechanism.weights(mine))
