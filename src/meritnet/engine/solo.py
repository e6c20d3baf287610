"""The embedded engine: one process makes, executes and commits every block. Final at once.

Modes: `paced` follows the wall clock at the chain's slot duration, `instant` makes a block whenever
extrinsics are ready, `manual` makes one when `step` is called.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from meritnet.state.errors import StoreFailed, StoreFull

from .block import BlockOutput, Budget, BuildReport
from .clock import Clock, WallClock
from .opening_ahead import OpeningAhead
from .pool.pool import Pool
from .round_source import RoundSource
from .shield_key_file import ShieldKeysUnwritable
from .shield_keys import MemoryShieldKeys, ShieldKeys
from .state_machine import StateMachine

log = logging.getLogger(__name__)

Mode = Literal["paced", "instant", "manual"]
PROPOSER_SHARE = 0.4
"""Part of the block interval that building may take."""


@dataclass(frozen=True, slots=True)
class Produced:
    """A block that is durable now, and what building it did."""

    output: BlockOutput
    report: BuildReport
    build_s: float
    commit_s: float


class SoloEngine:
    """Drives a state machine with its own clock and one author. `on_block` runs in the engine's thread after
    each commit.
    """

    def __init__(
        self,
        machine: StateMachine,
        pool: Pool,
        *,
        mode: Mode = "paced",
        interval_ms: int | None = None,
        clock: Clock | None = None,
        on_block: Callable[[Produced], None] | None = None,
        keys: ShieldKeys | None = None,
        rounds: RoundSource | None = None,
    ) -> None:
        self.machine = machine
        self.pool = pool
        self.keys = keys or MemoryShieldKeys()
        self.keys.keep(machine.live_shield_keys)
        self.ahead = OpeningAhead()
        self._rounds = rounds
        self.mode = mode
        self.interval_ms = interval_ms or machine.runtime.params.slot_duration_ms
        self._clock = clock or WallClock()
        self._on_block = on_block
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.failure: BaseException | None = None
        """Why production stopped, if it did."""
        head = machine.store.head
        pool.set_head(machine.store.view(), head.number, head.hash)
        if mode == "instant":
            pool.on_ready = self._wake.set

    # --- one block ------------------------------------------------------------------------------------

    def step(self) -> Produced:
        """Make the next block now: build, finalize, commit, tell the pool, publish."""
        with self._lock:
            started = time.perf_counter()
            height = self.machine.store.head.number + 1
            author = self.machine.author_of(height)
            budget = Budget(
                time_s=None if self.mode == "manual" else self.interval_ms / 1000 * PROPOSER_SHARE
            )
            block, report = self.machine.build(
                height, author, self._clock.now_ms(), self.pool.ready(), budget, self.keys, self._rounds
            )
            self.machine.finalize(block)
            built = time.perf_counter()
            output = self.machine.commit()
            done = time.perf_counter()
            self.pool.drop(report.dropped)
            produced = Produced(output, report, built - started, done - built)
            if self._on_block is not None:
                self._on_block(produced)
            self.pool.on_block(self.machine.store.view(), height, output.block_hash, report.extrinsics)
            self.ahead.look(self.machine.openable_timelocks())
            # Last, as it may wait for the disk.
            self.keys.keep(self.machine.live_shield_keys)
        return produced

    # --- thread ---------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to make blocks in a thread (not in manual mode)."""
        if self.mode == "manual" or self._thread is not None:
            return
        self._thread = threading.Thread(target=self._run, name="solo-engine", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the block in hand and end the thread."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        self.ahead.stop()

    def wait(self) -> None:
        """Return when production has ended."""
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        try:
            if self.mode == "instant":
                self._run_instant()
            else:
                self._run_paced()
        except (StoreFull, StoreFailed, ShieldKeysUnwritable) as error:
            self.failure = error
            # The error says all there is to say; a traceback would bury it.
            log.critical(
                "block_production_stopped height=%d reason=%s", self.machine.store.head.number + 1, error
            )
        except BaseException as error:  # a node that meets a bug or a full disk stops rather than diverges
            self.failure = error
            log.exception("block_production_stopped height=%d", self.machine.store.head.number + 1)

    def _run_paced(self) -> None:
        interval = self.interval_ms / 1000
        due = time.monotonic() + interval
        while not self._stop.wait(max(due - time.monotonic(), 0)):
            produced = self.step()
            took = produced.build_s + produced.commit_s
            if took > interval:
                log.warning("block_slow height=%d took_ms=%d", produced.output.header.number, took * 1000)
            # After a late block the next one comes an interval later: no burst to catch up.
            due = max(due + interval, time.monotonic())

    def _run_instant(self) -> None:
        while not self._stop.is_set():
            self._wake.wait()
            self._wake.clear()
            while not self._stop.is_set() and self.pool.counts()[0]:
                self.step()
