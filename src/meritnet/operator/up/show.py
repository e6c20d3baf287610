"""Runs a market in front of somebody: prepares with progress, then shows it live or waits for a result."""

import asyncio
import signal
from collections import deque
from collections.abc import Awaitable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import pairwise
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.live import Live

from meritnet.operator.up import keyboard, plan
from meritnet.operator.up.market import Market
from meritnet.operator.up.market_view import MarketView
from meritnet.operator.up.rows import row_lines
from meritnet.operator.up.screen import render
from meritnet.primitives.errors import MeritnetError, NotFound

NOTES_SHOWN = 3
HEAD_WAIT_S = 2.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """When to end by itself: at the first reward, or so many minutes after it; None: when told to."""

    until_first_reward: bool = False
    minutes: float | None = None
    as_json: bool = False


class Show:
    """One run of `meritnet up`."""

    def __init__(self, market: Market, console: Console, wanted: Wanted) -> None:
        self.market = market
        self.console = console
        self.wanted = wanted
        self.notes: deque[str] = deque(maxlen=NOTES_SHOWN)
        self.live: Live | None = None
        self.ended = asyncio.Event()
        self.keys: asyncio.Queue[str] = asyncio.Queue()
        self.announced = False
        self.epoch_told = 0
        self.opened_told = 0
        self.had_first_reward = market.memory.first_reward is not None
        self.view: MarketView | None = None

    def say(self, text: str) -> None:
        """Tell of a step: as a line while preparing, under the tables afterwards."""
        if self.live is None:
            self.console.print(
                f"{perf_counter() - self.market.begun:7.1f} s  {text}", highlight=False, soft_wrap=True
            )
        else:
            self.notes.append(text)

    async def run(self) -> dict[str, Any] | None:  # Any: JSON values
        """Start the market, show it, stop it; return its figures, or None if it was stopped before."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.ended.set)
        try:
            if not await self._unless_ended(self.market.start()):
                return None
            if await self._unless_ended(self._watch()) and self.market.measured is not None:
                # The figures name the skill; on a busy machine the first reward may come before it is measured.
                self.market.pace.hurry()
                await self._unless_ended(self.market.measured)
                self._look()
            return self._figures() if self.view is not None else None
        finally:
            if self.live is not None:
                self.live.stop()
                self.live = None
            self.say("stopping")
            await self.market.stop()

    async def _unless_ended(self, work: Awaitable[None]) -> bool:
        """Run to the end, or until somebody stops us; return whether it came to its end."""
        task, stop = asyncio.ensure_future(work), asyncio.create_task(self.ended.wait())
        try:
            await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                task.result()
                return True
            return False
        finally:
            for waiting in (task, stop):
                waiting.cancel()
            await asyncio.gather(task, stop, return_exceptions=True)

    async def _watch(self) -> None:
        interactive = keyboard.is_there() and not self.wanted.as_json
        # Without a terminal to draw in there is nothing to see between first reward and end.
        draws = self.console.is_terminal and not self.wanted.as_json
        with ExitStack() as stack:
            if draws:
                self.live = stack.enter_context(Live(console=self.console, auto_refresh=False))
            if interactive:
                stack.enter_context(keyboard.pressed(self.keys))
            heads = self.market.chain.heads()
            waiting = asyncio.ensure_future(anext(heads))
            try:
                while not self._is_enough():
                    await asyncio.wait({waiting}, timeout=HEAD_WAIT_S)
                    if waiting.done():
                        waiting.result()
                        waiting = asyncio.ensure_future(anext(heads))
                    await self.market.look_after_children()
                    self._look()
                    await self._answer_keys()
            finally:
                waiting.cancel()
                await asyncio.gather(waiting, return_exceptions=True)
                await heads.aclose()  # type: ignore[attr-defined]  # an async generator

    def _look(self) -> None:
        self.view = self.market.look()
        first = self.market.memory.first_reward
        if first is not None and not self.announced:
            self.announced = True
            self._announce(first)
        if self.live is None:
            self._tell_epoch(self.view)
        else:
            self.live.update(
                render(self.view, self.market.chain.endpoint, list(self.notes), keys=True), refresh=True
            )

    def _tell_epoch(self, view: MarketView) -> None:
        """Say in one line how the last epoch paid, where there is no terminal to draw in."""
        if view.epochs > self.epoch_told:
            self.epoch_told = view.epochs
            paid = ", ".join(f"{row.name} {row.incentive:.1%}" for row in view.miners if row.incentive)
            self.say(f"block {view.block}, epoch {view.epochs}: {paid or 'no miner is paid yet'}")
        opened = max((row.row.revealed or 0 for row in view.validators), default=0)
        if opened > self.opened_told:
            self.opened_told = opened
            for line in row_lines((row.name, row.row) for row in view.validators):
                self.say(line)

    def _announce(self, first: dict[str, Any]) -> None:
        again = " (in an earlier run)" if self.had_first_reward else ""
        self._print(
            f"First reward{again}, {first['seconds_after_start']} s after the start:", *first["arithmetic"]
        )

    def _print(self, *lines: str) -> None:
        """Print lines above the tables."""
        for line in lines:
            self.console.print(line, highlight=False, soft_wrap=True)

    def _is_enough(self) -> bool:
        first = self.market.memory.first_reward
        if first is None or self.view is None:
            return False
        if self.wanted.until_first_reward:
            return True
        if self.wanted.minutes is None:
            return False
        since = 0.0 if self.had_first_reward else float(first["seconds_after_start"])
        return perf_counter() - self.market.begun - since >= self.wanted.minutes * 60

    # --- keys -----------------------------------------------------------------------------------------

    async def _answer_keys(self) -> None:
        while not self.keys.empty():
            key = self.keys.get_nowait()
            try:
                if key == "c":
                    added = len(self.market.memory.extras)
                    extra = await self.market.add_miner(
                        model=plan.ADDED_CHEATS[added % len(plan.ADDED_CHEATS)]
                    )
                    self.say(f"cheat {extra.name} registers and will be asked soon")
                elif key == "m":
                    await self._add_own()
                elif key == "e":
                    await self._explain()
                elif key in ("q", "\x04"):
                    self.ended.set()
            except MeritnetError as error:
                self.say(f"{type(error).__name__}: {error}")

    async def _add_own(self) -> None:
        command = await self._ask("command of your program (JSON lines on stdin and stdout): ")
        if command:
            extra = await self.market.add_miner(command=command)
            self.say(f"{extra.name} registers; if it ends, the reason is in {self.market.folder / 'logs'}")

    async def _explain(self) -> None:
        rows = self.view.miners if self.view is not None else ()
        text = await self._ask("uid of the miner (Enter: the best paid): ")
        if not text and rows:
            uid = max(rows, key=lambda row: row.last_alpha).uid
        elif text.isdigit():
            uid = int(text)
        else:
            raise NotFound(f"{text!r} is no uid; take one from the table")
        self._print("", *self.market.explain_payment(uid))

    async def _ask(self, prompt: str) -> str:
        """Read a line under the tables; Escape gives an empty one."""
        typed = ""
        while True:
            if self.live is not None and self.view is not None:
                notes = [*self.notes, f"{prompt}{typed}▏"]
                self.live.update(
                    render(self.view, self.market.chain.endpoint, notes, keys=False), refresh=True
                )
            key = await self.keys.get()
            if key in ("\r", "\n"):
                return typed.strip()
            if key == "\x1b":
                return ""
            typed = typed[:-1] if key in ("\x7f", "\b") else typed + key

    # --- result ---------------------------------------------------------------------------------------

    def _figures(self) -> dict[str, Any]:  # Any: JSON values
        view = self.view
        if view is None:
            return {}
        return {
            "network": {
                "endpoint": self.market.chain.endpoint,
                "genesis": self.market.chain.genesis,
                "netuid": self.market.netuid,
                "folder": str(self.market.folder),
                "resumed": self.market.resumed,
            },
            "seconds": round(perf_counter() - self.market.begun, 1),
            "first_reward": self.market.memory.first_reward,
            "tao_taken_out": [asdict(payment) for payment in self.market.memory.cash_outs],
            "memory_mb": self.market.memory_mb(),
            "market": asdict(view),
            "verdict": verdict(view),
            "note": "synthetic replay, not a market forecast",
        }


def verdict(view: MarketView) -> dict[str, bool]:
    """Return whether the market pays skill, starves cheats, and costs the liar."""
    honest = [row for row in view.miners if row.honest and row.skill is not None]
    cheats = [row for row in view.miners if not row.honest]
    good = [row.per_stake for row in view.validators if row.honest]
    bad = [row.per_stake for row in view.validators if not row.honest]
    by_skill = sorted(honest, key=lambda row: -(row.skill or 0.0))
    incentives = [row.incentive for row in by_skill]
    return {
        "honest_miners_rank_by_incentive_as_by_skill": all(
            better > worse for better, worse in pairwise(incentives)
        ),
        "each_cheat_earns_less_than_the_worst_honest_miner": bool(incentives)
        and max((row.incentive for row in cheats), default=0.0) < min(incentives),
        "liar_dividends_per_stake_below_the_honest": bool(good and bad) and max(bad) < min(good),
    }
