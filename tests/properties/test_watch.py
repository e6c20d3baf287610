"""Every invariant is watched: where a rule is made to break it, the played network says so."""

from collections.abc import Callable
from typing import Any

import pytest

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import BadOrigin
from meritnet.runtime.framework.origin import Origin
from meritnet.runtime.pallets.alpha_assets import accounting
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import money, payout_state, split
from meritnet.runtime.pallets.emission.payout_state import Plan
from meritnet.runtime.pallets.emission.split import AlphaSplit
from meritnet.runtime.pallets.key_swaps import coldkey, hotkey_subnet
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.subnets.storage import total_networks
from meritnet.state.overlay import Overlay

from . import game
from .cast import ROOT_URI
from .game import Game
from .moves import build
from .tally import declared
from .world import Broken

Rule = Callable[..., Any]  # Any: of whatever rule
pytestmark = pytest.mark.slow
BUSY = (
    "register_network",
    "start_call",
    "burned_register",
    "add_stake",
    "set_weights",
    "set_coldkey_auto_stake_hotkey",
)
SETTLED = 40
"""Blocks of such calls after which there are epochs that pay."""


def nothing(*_args: Any) -> None:
    """Do nothing where a rule does something."""


def keeps_the_counter(ctx: Context, credit: int) -> None:
    balances.drop_credit(ctx, credit)


def more_than_moved(honest: Rule) -> Rule:
    return lambda ctx, who, netuid, amount: (honest(ctx, who, netuid, amount) or 0) + 1_000


def twice(honest: Rule) -> Rule:
    def rule(*args: Any) -> None:
        honest(*args)
        honest(*args)

    return rule


def without_the_last(honest: Rule) -> Rule:
    def rule(ctx: Context, netuid: int, planned: Plan, bonded: Any) -> None:
        honest(ctx, netuid, planned._replace(stakers=dict(list(planned.stakers.items())[:-1])), bonded)

    return rule


def a_little_more(honest: Rule) -> Rule:
    return lambda ctx, hotkey, coldkey, netuid, amount: honest(ctx, hotkey, coldkey, netuid, amount + 10_000)


def sets_too_little_aside(honest: Rule) -> Rule:
    def rule(*args: Any, **options: Any) -> AlphaSplit:
        parts: AlphaSplit = honest(*args, **options)
        return parts._replace(validator=parts.validator - 1_000)

    return rule


def loses_a_rao(honest: Rule) -> Rule:
    def rule(ctx: Context, who: bytes, free: int) -> None:
        honest(ctx, who, max(free - 1, 0))

    return rule


PLANTS: dict[str, tuple[Any, str, Rule, list[str], str]] = {
    "balances' issuance": (balances, "_set_free", loses_a_rao, ["Balances.burn"], "balances count an issuance"),
    "pallet issuance": (
        money, "recycle_credit", lambda _: keeps_the_counter, ["SubtensorModule.burned_register"] * 3,
        "may separate them",
    ),
    "subnet's account": (
        money, "to_subnet", more_than_moved, ["SubtensorModule.add_stake"] * 3, "beside its pool",
    ),
    "outstanding alpha": (
        accounting, "recycle_alpha", twice, ["SubtensorModule.recycle_alpha"] * 3, "alpha without an owner grew",
    ),
    "stake for nothing": (
        stake, "increase", a_little_more, ["SubtensorModule.add_stake"] * 3, "alpha without an owner grew",
    ),
    "set aside": (split, "split_alpha", sets_too_little_aside, ["System.remark"], "alpha without an owner grew"),
    "owner's cut": (payout_state, "_pay_owner", lambda _: nothing, ["System.remark"], "were due"),
    "validators": (payout_state, "_pay_stakers", without_the_last, ["System.remark"], "were due"),
    "hotkey swap": (
        hotkey_subnet, "_move_slot", lambda _: lambda *_args: False, ["System.remark"], "check_hotkey_swap",
    ),
    "coldkey swap": (coldkey, "_move_hotkeys", lambda _: nothing, ["System.remark"], "check_coldkey_swap"),
}  # fmt: skip
"""(module, function, what makes a wrong rule of it, calls that meet it, what is said then) by invariant."""


@pytest.fixture
def settled() -> Game:
    """Return a network with running subnets, neurons, validators and stakes."""
    life = Game(7, shielded=False)
    for _ in range(SETTLED):
        life.block([f"SubtensorModule.{name}" for name in BUSY])
    return life


def play(life: Game, calls: list[str]) -> None:
    """Make blocks of the named calls."""
    for _ in range(60):
        life.block(calls)


@pytest.mark.parametrize("name", PLANTS)
def test_a_broken_rule_is_told(settled: Game, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(game, "SWAP_EVERY", 1)
    module, function, wrong, calls, told = PLANTS[name]
    monkeypatch.setattr(module, function, wrong(getattr(module, function)))
    with pytest.raises(Broken, match=told):
        play(settled, calls)


def test_a_failed_call_within_another_that_leaves_something_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a call within a batch is not undone, the batch goes on as if nothing was."""
    life = Game(3, shielded=False)
    remark = declared()["System.remark"]
    honest = remark.function

    def leaves_something(ctx: Context, _origin: Origin, _text: bytes) -> None:
        total_networks.set(ctx, total_networks.get(ctx) + 1)
        raise BadOrigin

    batch = build("Utility.force_batch", ((build("System.remark", (b"",)),),))
    object.__setattr__(remark, "function", leaves_something)  # declarations are frozen
    monkeypatch.setattr(Overlay, "rollback", nothing)
    try:
        wrong = life.world.block(lambda: iter([(ROOT_URI, batch)]))
    finally:
        object.__setattr__(remark, "function", honest)
    assert any("but left the events [] and changed ['TotalNetworks']" in text for text in wrong)
