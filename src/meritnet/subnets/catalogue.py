"""The subnets that come with Meritnet, by name: mechanism, roster of miners, strangers' programs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from meritnet.neuron.mechanism import Mechanism, Miner
from meritnet.neuron.message import Message
from meritnet.primitives.errors import NotFound

T = TypeVar("T")


class SubnetNameNotFound(NotFound):
    """No subnet, variant or miner has that name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One subnet. Its message types agree with one another, so they are not told apart here."""

    name: str
    variants: Callable[[], dict[str, Mechanism[Message, object, Message]]]
    roster: Callable[[], dict[str, Miner[Message, Message]]]
    program: Callable[[str], Miner[Message, Message]]

    def mechanism(self, variant: str) -> Mechanism[Message, object, Message]:
        """Return the mechanism, or the variant of that name."""
        return _pick(self.variants(), variant, f"{self.name} mechanism")

    def miners(self, names: Sequence[str], commands: Sequence[str]) -> list[Miner[Message, Message]]:
        """Return one miner per name from a single roster; where a command is given, it answers instead.

        A name may be used once; an empty one stands for the best honest miner.
        """
        roster = self.roster()
        best = next(iter(roster))
        return [
            self.program(command) if command else _pick(roster, name or best, f"{self.name} miner")
            for name, command in zip(names, commands, strict=True)
        ]

    def miner_names(self) -> list[str]:
        """Return the names of the roster, best first."""
        return list(self.roster())


def find(name: str) -> Entry:
    """Return the subnet of that name.

    Raises: SubnetNameNotFound listing those that there are.
    """
    return _pick(ENTRIES, name, "subnet")


def _price_variants() -> dict[str, Mechanism[Message, object, Message]]:
    from meritnet.subnets.price.mechanism import LiarPriceMechanism, PriceMechanism

    return {"": PriceMechanism(), "liar": LiarPriceMechanism()}  # type: ignore[dict-item]  # one entry, one type


def _price_roster() -> dict[str, Miner[Message, Message]]:
    from meritnet.subnets.price.roster import price_miners

    return dict(price_miners())  # type: ignore[arg-type]  # one entry, one type


def _price_program(command: str) -> Miner[Message, Message]:
    from meritnet.subnets.price.command_miner import CommandMiner
    from meritnet.subnets.price.mechanism import PriceMechanism

    return CommandMiner(command, timeout_s=PriceMechanism.schedule.answer_timeout_s)  # type: ignore[return-value]


ENTRIES = {"price": Entry("price", _price_variants, _price_roster, _price_program)}
"""Every subnet; imported only when it is used."""


def _pick(table: dict[str, T], name: str, kind: str) -> T:
    if name not in table:
        known = ", ".join(key or "(honest)" for key in table)
        raise SubnetNameNotFound(f"no {kind} is called {name!r}; there are: {known}")
    return table[name]
