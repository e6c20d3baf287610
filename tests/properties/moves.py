"""Makes up calls: for every declared call a generator that looks at the state, by name in `MOVES`.

A generator returns (sender, arguments); the sender None is root. It raises `Nothing` where the state has nothing that
the call could be about. A test holds that each declared call has one.
"""

from collections.abc import Callable
from typing import Any

from meritnet.codec import Case
from meritnet.runtime.framework.types import WEIGHT
from meritnet.runtime.pallets.sudo.declarations import key as sudo_key
from meritnet.runtime.runtime import ASSEMBLY

from .cast import URI_OF
from .tally import declared
from .values import value
from .view import Nothing, View

Drawn = tuple[bytes | None, tuple[Any, ...]]  # Any: decoded arguments of whatever type a call declares
Generator = Callable[[View], Drawn]

MOVES: dict[str, Generator] = {}
HEADS: set[str] = {
    "Timestamp.set",
    "MevShield.announce_next_key",
    "Drand.write_pulse",
    "Drand.write_local_pulse",
}
"""Calls that stand unsigned in a block; sent by a signer they fail."""
NESTING: set[str] = set()
"""Calls that carry calls."""
RARE: dict[str, float] = {}
"""Share of the draws of a call that are carried out, for calls that stop others for long."""


def move(*names: str, nests: bool = False, rare: float | None = None) -> Callable[[Generator], Generator]:
    """Register the generator of calls."""

    def keep(generator: Generator) -> Generator:
        for name in names:
            assert name not in MOVES, f"{name} has two generators"
            MOVES[name] = generator
            if nests:
                NESTING.add(name)
            if rare is not None:
                RARE[name] = rare
        return generator

    return keep


def build(name: str, args: tuple[Any, ...]) -> Case:
    """Return a call as it comes out of its bytes. Raises: InvalidEncoding for arguments that do not fit."""
    pallet, call = name.split(".")
    type_ = ASSEMBLY.call_type
    return type_.decode(type_.encode(ASSEMBLY.call(pallet, call, *args)))  # type: ignore[no-any-return]


def draw(view: View, name: str) -> tuple[bytes | None, Case]:
    """Return (sender, call) for a declared call, now and then from the wrong sender or with any arguments."""
    sender, args = MOVES[name](view)
    kind = view.rng.random()
    if kind < 0.02 and not args_are_dangerous(name):
        types = [type_ for _, type_ in declared()[name].args]
        spoilt = list(args)
        if spoilt:
            at = view.rng.randrange(len(spoilt))
            spoilt[at] = value(view.rng, types[at])
        args = tuple(spoilt)
    elif kind < 0.04 and name != "Sudo.remove_key":  # nobody could give root a key again
        sender = view.cold()
    return sender, build(name, args)


def args_are_dangerous(name: str) -> bool:
    """Whether arguments at random would end the network, or break what is promised of it, as only root may."""
    return declared()[name].pallet in {
        "System", "Sudo", "AdminUtils", "SafeMode", "Drand", "MevShield", "Balances", "Scheduler", "Utility",
    }  # fmt: skip


def signed_move(view: View, sender: bytes) -> Case:
    """Return a call that fits a given sender, for calls within others. Raises: Nothing."""
    for _ in range(12):
        name = view.one(SIGNED_PLAIN)
        try:
            who, call = draw(view.within(sender), name)
        except Nothing:
            continue
        if who is not None:
            return call
    raise Nothing


def any_inner(view: View) -> tuple[bytes | None, Case]:
    """Return a plain (sender, call) of any kind, root's included. Raises: Nothing."""
    for _ in range(12):
        name = view.one(PLAIN)
        try:
            return draw(view, name)
        except Nothing:
            continue
    raise Nothing


def as_root(view: View, call: Case) -> tuple[str, Case] | None:
    """Return (uri, call) that makes a call as root, by one of several ways."""
    key = sudo_key.get(view.ctx)
    if key not in URI_OF:
        return None
    kind = view.rng.random()
    if kind < 0.8:
        return URI_OF[key], build("Sudo.sudo", (call,))
    if kind < 0.9:
        return URI_OF[key], build("Sudo.sudo_unchecked_weight", (call, WEIGHT(0, 0)))
    return URI_OF[key], build("Sudo.sudo", (build("Utility.batch", ((call,),)),))


def transaction(view: View, name: str) -> tuple[str, Case] | None:
    """Return (uri, call) to sign and send for a declared call; None if nothing can come of it now."""
    if name in RARE and not view.chance(RARE[name]):
        return None
    try:
        sender, call = draw(view, name)
    except Nothing:
        return None
    if sender is None:
        return as_root(view, call)
    if sender not in URI_OF:
        return None
    return URI_OF[sender], call


def register_all() -> None:
    """Import the modules that register generators."""
    from . import (  # noqa: F401
        moves_admin,
        moves_keys,
        moves_markets,
        moves_money,
        moves_nested,
        moves_neurons,
        moves_shared,
        moves_subnets,
    )

    PLAIN.extend(sorted(set(MOVES) - NESTING - HEADS - set(RARE)))
    SIGNED_PLAIN.extend(n for n in PLAIN if n.split(".")[0] not in {"AdminUtils", "SafeMode", "Preimage"})


PLAIN: list[str] = []
SIGNED_PLAIN: list[str] = []
__all__ = ["MOVES", "Drawn", "Nothing", "View", "build", "draw", "move", "register_all", "transaction"]
