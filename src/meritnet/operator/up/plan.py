"""Who takes part in the local market, with what, and which settings of the chain it changes."""

from dataclasses import dataclass

from meritnet.primitives.units import RAO_PER_TAO
from meritnet.subnets.price.roster import CHEAT_NAMES, HONEST_NAMES

SUBNET = "price"
TEMPO = 16
"""Blocks between two epochs. A row that is committed in one epoch counts at the end of the next one."""
BLOCK_MS = 1_000
OWNER = "owner"
OWNER_RAO = 2_500 * RAO_PER_TAO
MINER_RAO = 100 * RAO_PER_TAO
FEES_RAO = 20 * RAO_PER_TAO
CASHING_OUT = HONEST_NAMES[0]
"""The miner that turns a part of its pay into TAO after each epoch."""
CASH_OUT_PART = 0.5
CASH_OUT_TOLERANCE = 0.05
"""How far the price may fall, as a fraction, before its sale is refused."""


@dataclass(frozen=True, slots=True)
class MinerPlan:
    """A miner of the roster: its name there and its wallet."""

    name: str
    honest: bool

    @property
    def wallet(self) -> str:
        """Name of its wallet."""
        return f"miner-{self.name}"


@dataclass(frozen=True, slots=True)
class ValidatorPlan:
    """A validator: its wallet, the variant of the mechanism it runs, its stake."""

    wallet: str
    variant: str
    stake_rao: int

    @property
    def honest(self) -> bool:
        """Whether it scores as the mechanism says."""
        return not self.variant


MINERS = tuple(MinerPlan(name, honest=True) for name in HONEST_NAMES) + tuple(
    MinerPlan(name, honest=False) for name in CHEAT_NAMES
)
VALIDATORS = (
    # Each purchase of alpha makes the next one dearer: these amounts give the honest ones about 40 % each.
    ValidatorPlan("validator-1", "", 100 * RAO_PER_TAO),
    ValidatorPlan("validator-2", "", 140 * RAO_PER_TAO),
    # Less than half of the stake: above that, the promise that lying costs would not hold.
    ValidatorPlan("validator-liar", "liar", 110 * RAO_PER_TAO),
)
ADDED_CHEATS = ("over-dispersed", "erratic")
"""Cheats that the key `c` adds, in turn."""

NETWORK_SETTINGS: tuple[tuple[str, dict[str, int | bool], str], ...] = (
    ("sudo_set_admin_freeze_window", {"window": 0}, "settings may change at any time"),
)
SUBNET_SETTINGS: tuple[tuple[str, dict[str, int | bool], str], ...] = (
    ("sudo_set_tempo", {"tempo": TEMPO}, f"tempo {TEMPO}: an epoch each {TEMPO} blocks"),
    ("sudo_set_weights_set_rate_limit", {"weights_set_rate_limit": 0}, "weights rate limit 0"),
    (
        "sudo_set_commit_reveal_weights_enabled",
        {"enabled": True},
        "weights are committed under a timelock, opened an epoch later",
    ),
    ("sudo_set_commit_reveal_weights_interval", {"interval": 1}, "reveal period 1"),
    ("sudo_set_serving_rate_limit", {"serving_rate_limit": 0}, "endpoints may be published at any time"),
)
"""Calls of AdminUtils, their parameters beside the netuid, and what they mean."""
