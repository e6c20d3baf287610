"""The miners of the local market by name: five honest ones, best first, then three cheats."""

from meritnet.neuron.mechanism import Miner, ReferenceMiner
from meritnet.subnets.price.cheats import Board, Copycat, Erratic, Leader, OverDispersed
from meritnet.subnets.price.mechanism import PriceMechanism
from meritnet.subnets.price.models import HONEST
from meritnet.subnets.price.task import PriceAnswer, PriceRequest

HONEST_NAMES = tuple(model.name for model in HONEST)
"""Honest miners in the order of their measured skill."""
CHEAT_NAMES = ("copycat", "over-dispersed", "erratic")
"""Cheats; each must earn less than the last honest miner."""


def price_miners() -> dict[str, Miner[PriceRequest, PriceAnswer]]:
    """Return a fresh miner under each name; they belong in one process, where the copycat can watch."""
    board = Board()
    miners: dict[str, Miner[PriceRequest, PriceAnswer]] = {HONEST[0].name: Leader(HONEST[0], board)}
    for model in HONEST[1:]:
        miners[model.name] = ReferenceMiner(PriceMechanism(model))
    miners["copycat"] = Copycat(board)
    miners["over-dispersed"] = OverDispersed()
    miners["erratic"] = Erratic(timeout_s=PriceMechanism.schedule.answer_timeout_s)
    return miners
