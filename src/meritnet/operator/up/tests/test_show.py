"""What the keys of the live view do, and when a run ends by itself."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from meritnet.operator.up import plan
from meritnet.operator.up import show as show_module
from meritnet.operator.up.market_file import Extra, MarketFile
from meritnet.operator.up.market_view import MarketView, MinerRow, ValidatorRow
from meritnet.operator.up.show import Show, Wanted, verdict
from meritnet.primitives.errors import NotFound


def miner(
    uid: int, name: str, incentive: float, *, honest: bool = True, skill: float | None = 0.0
) -> MinerRow:
    return MinerRow(uid, name, f"5{uid}", honest, skill, incentive, int(incentive * 1e9), 0, 0, 0)


def validator(uid: int, per_stake: float, *, honest: bool = True) -> ValidatorRow:
    return ValidatorRow(uid, f"validator-{uid}", f"5{uid}", honest, 1, 1.0, 0.5, 1, per_stake, 0, None)


def view(miners: list[MinerRow], validators: list[ValidatorRow]) -> MarketView:
    return MarketView(10, 1, 5, 10**9, tuple(miners), tuple(validators))


SOUND = view(
    [
        miner(1, "best", 0.5, skill=0.2),
        miner(2, "fair", 0.3, skill=0.1),
        miner(3, "cheat", 0.1, honest=False, skill=-0.5),
        miner(4, "stranger", 0.05, skill=None),
    ],
    [validator(5, 0.02), validator(6, 0.019), validator(7, 0.001, honest=False)],
)
FIRST = {"miner": "best", "seconds_after_start": 5.0, "arithmetic": ["block 10: best is paid"], "payment": {}}


class FakeChain:
    """Says where the node would be."""

    endpoint = "ws://127.0.0.1:9944"


@dataclass
class FakeMarket:
    """A market that only remembers what was asked of it."""

    memory: MarketFile = field(default_factory=MarketFile)
    begun: float = 0.0
    folder: Path = Path("/nowhere")
    chain: FakeChain = field(default_factory=FakeChain)
    asked: list[Any] = field(default_factory=list)
    measured: None = None

    def look(self) -> MarketView:
        return SOUND

    async def add_miner(self, *, model: str = "", command: str = "") -> Extra:
        extra = Extra(f"extra-{len(self.memory.extras)}", model, command)
        self.memory.extras.append(extra)
        return extra

    def explain_payment(self, uid: int) -> list[str]:
        if uid > 4:
            raise NotFound(f"no uid {uid}")
        self.asked.append(uid)
        return [f"explanation of {uid}"]


def show_of(wanted: Wanted | None = None, **memory: Any) -> tuple[Show, FakeMarket, Callable[[], str]]:
    market = FakeMarket(MarketFile(**memory))
    out = StringIO()
    show = Show(market, Console(file=out, width=100), wanted or Wanted())  # type: ignore[arg-type]
    return show, market, out.getvalue


async def press(show: Show, keys: str) -> None:
    for key in keys:
        show.keys.put_nowait(key)
    await show._answer_keys()


async def test_c_adds_the_cheats_in_turn() -> None:
    show, market, said = show_of()
    await press(show, "ccc")
    kinds = plan.ADDED_CHEATS
    assert [extra.model for extra in market.memory.extras] == [kinds[0], kinds[1], kinds[0]]
    assert kinds[0] in said()


async def test_m_asks_for_a_command() -> None:
    show, market, _ = show_of()
    await press(show, "mpython3 x.pu\x7fy\r")
    assert [(extra.model, extra.command) for extra in market.memory.extras] == [("", "python3 x.py")]
    await press(show, "mnever mind\x1b")
    await press(show, "m\r")
    assert len(market.memory.extras) == 1


async def test_e_explains_the_named_or_the_best_paid_miner() -> None:
    show, market, said = show_of()
    show._look()
    await press(show, "e2\r")
    await press(show, "e\r")
    assert market.asked == [2, 1]
    assert "explanation of 2" in said()


@pytest.mark.parametrize(("keys", "says"), [("e9\r", "no uid 9"), ("ewho\r", "'who' is no uid")])
async def test_a_wrong_uid_is_said_and_the_market_goes_on(keys: str, says: str) -> None:
    show, _, said = show_of()
    show._look()
    await press(show, keys)
    assert says in said()
    assert not show.ended.is_set()


@pytest.mark.parametrize("key", ["q", "\x04"])
async def test_q_ends(key: str) -> None:
    show, _, _ = show_of()
    await press(show, "x" + key)
    assert show.ended.is_set()


async def test_it_ends_at_the_first_reward_if_asked_to() -> None:
    show, market, said = show_of(Wanted(until_first_reward=True))
    show._look()
    assert not show._is_enough()
    market.memory.first_reward = FIRST
    show._look()
    assert show._is_enough()
    assert "First reward, 5.0 s after the start:" in said()
    assert "block 10: best is paid" in said()


async def test_a_reward_of_an_earlier_run_is_told_as_such() -> None:
    show, _, said = show_of(Wanted(until_first_reward=True), first_reward=FIRST)
    show._look()
    assert show._is_enough()
    assert "(in an earlier run)" in said()


async def test_minutes_count_from_the_first_reward_of_this_run(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr(show_module, "perf_counter", lambda: now)
    show, market, _ = show_of(Wanted(minutes=1))
    market.memory.first_reward = FIRST
    show._look()
    market.begun = now - 64.9
    assert not show._is_enough()
    market.begun = now - 65
    assert show._is_enough()


async def test_work_that_fails_is_not_hidden_and_a_stop_cancels_it() -> None:
    show, _, _ = show_of()

    async def fail() -> None:
        raise NotFound("gone")

    with pytest.raises(NotFound, match="gone"):
        await show._unless_ended(fail())
    show.ended.set()
    assert not await show._unless_ended(asyncio.sleep(600))


def test_without_a_terminal_each_epoch_is_a_line() -> None:
    show, _, said = show_of()
    show._look()
    show._look()
    assert said().count("epoch 1: best 50.0%, fair 30.0%") == 1


def test_verdict_of_a_sound_market() -> None:
    assert all(verdict(SOUND).values())


@pytest.mark.parametrize(
    ("market", "wrong"),
    [
        (
            view([miner(1, "a", 0.3, skill=0.2), miner(2, "b", 0.4, skill=0.1)], list(SOUND.validators)),
            "honest_miners_rank_by_incentive_as_by_skill",
        ),
        (
            view([*SOUND.miners, miner(9, "cheat", 0.3, honest=False)], list(SOUND.validators)),
            "each_cheat_earns_less_than_the_worst_honest_miner",
        ),
        (
            view(list(SOUND.miners), [validator(5, 0.02), validator(7, 0.02, honest=False)]),
            "liar_dividends_per_stake_below_the_honest",
        ),
    ],
)
def test_verdict_of_a_market_that_fails(market: MarketView, wrong: str) -> None:
    assert [name for name, good in verdict(market).items() if not good] == [wrong]


def test_the_plan_keeps_the_liar_a_minority() -> None:
    liar = sum(v.stake_rao for v in plan.VALIDATORS if not v.honest)
    assert 2 * liar < sum(v.stake_rao for v in plan.VALIDATORS)
    assert len(plan.MINERS) == 8
    assert sum(m.honest for m in plan.MINERS) == 5
