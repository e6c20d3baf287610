"""A rule-based machine over all declared calls: short here; `long_run` plays ten thousand blocks."""

import importlib
import pkgutil

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

import meritnet.runtime.pallets as pallets
from meritnet.operator.chain_check import INVARIANTS
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import BadOrigin
from meritnet.runtime.framework.origin import Origin
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.subnets.storage import total_networks
from meritnet.runtime.runtime import ASSEMBLY
from meritnet.state.overlay import Overlay

from . import moves
from .cast import COLD
from .game import ALWAYS_FAIL, NAMES, Game
from .tally import declared
from .world import Broken


class Life(RuleBasedStateMachine):
    """Blocks of drawn calls. Every block checks every invariant and every failed call in it; the end, all roots."""

    game: Game

    @initialize(seed=st.integers(0, 2**16), rules=st.booleans())
    def begin(self, seed: int, rules: bool) -> None:
        self.game = Game(seed, rules=rules, shielded=False)

    @rule(names=st.lists(st.sampled_from(NAMES), max_size=8))
    def block_of_named_calls(self, names: list[str]) -> None:
        self.game.block(names or [NAMES[0]])

    @rule(count=st.integers(1, 4))
    def blocks_of_any_calls(self, count: int) -> None:
        for _ in range(count):
            self.game.block()

    @rule(count=st.integers(1, 15))
    def quiet_blocks(self, count: int) -> None:
        for _ in range(count):
            self.game.block(["System.remark"])

    def teardown(self) -> None:
        if hasattr(self, "game"):
            assert self.game.world.replay() == self.game.world.report.blocks


QUICK = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}

TestLife = Life.TestCase
TestLife.settings = settings(max_examples=5, stateful_step_count=10, **QUICK)


class LongerLife(Life):
    """The same for longer."""


TestLongerLife = pytest.mark.slow(LongerLife.TestCase)
TestLongerLife.settings = settings(max_examples=25, stateful_step_count=40, **QUICK)


def test_every_declared_call_has_a_generator() -> None:
    assert set(moves.MOVES) == set(NAMES)
    assert set(NAMES) >= ALWAYS_FAIL


def test_every_module_of_invariants_is_held() -> None:
    """What a pallet promises in a module `invariants` is part of the check of a chain."""
    declared = {
        f"{pallets.__name__}.{package.name}.invariants"
        for package in pkgutil.iter_modules(pallets.__path__)
        if importlib.util.find_spec(f"{pallets.__name__}.{package.name}.invariants")
    }
    held = {check.__module__ for _, check in INVARIANTS}
    staking = importlib.import_module(f"{pallets.__name__}.staking.invariants")
    held |= {vars(staking)[name].__name__ for name in ("root_claims", "locks", "swap")}
    assert declared == held


def test_a_lively_network() -> None:
    """A fixed network that gets old enough for subnets to end, keys to be swapped and weights to be revealed."""
    game = Game(7, shielded=True)
    for _ in range(120):
        game.block()
    assert game.world.replay() == 120
    assert len(game.tally.succeeded) > 100
    assert {p.name for p in ASSEMBLY.pallets.values() if p.calls} >= {
        n.split(".")[0] for n in game.tally.succeeded
    }


def test_a_failed_call_that_leaves_something_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a failed call is not undone, the watch over failed calls says what is left."""
    game = Game(3, shielded=False)
    remark = declared()["System.remark"]
    honest = remark.function

    def leaves_something(ctx: Context, _origin: Origin, _text: bytes) -> None:
        total_networks.set(ctx, total_networks.get(ctx) + 1)
        raise BadOrigin

    object.__setattr__(remark, "function", leaves_something)  # declarations are frozen
    monkeypatch.setattr(Overlay, "rollback", lambda _self, _mark: None)
    try:
        with pytest.raises(Broken, match=r"System\.remark failed with .*, but changed TotalNetworks"):
            game.block(["System.remark"] * 5)
    finally:
        object.__setattr__(remark, "function", honest)


def test_a_state_that_breaks_a_promise_is_found() -> None:
    """What no call may do is told after the block: here TAO out of nothing."""
    game = Game(4, shielded=False)
    remark = declared()["System.remark"]
    honest = remark.function

    def makes_money(ctx: Context, _origin: Origin, _text: bytes) -> None:
        balances.set_balances(ctx, COLD[1], 2**50, 0)

    object.__setattr__(remark, "function", makes_money)  # declarations are frozen
    try:
        with pytest.raises(Broken, match="balances count an issuance of"):
            game.block(["System.remark"] * 5)
    finally:
        object.__setattr__(remark, "function", honest)
