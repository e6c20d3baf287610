"""The solo engine: blocks by command, by the clock, or when transactions wait; a failure stops it."""

import threading
from pathlib import Path

import pytest

from meritnet.engine.clock import WallClock
from meritnet.engine.pool.entry import Step
from meritnet.engine.solo import Mode, SoloEngine
from meritnet.engine.tests.harness import SLOT_MS, TAO, Solo, machine_on, solo
from meritnet.state.errors import StoreFull

WAIT_S = 60.0


class Included:
    """A watcher that waits for the block."""

    def __init__(self) -> None:
        self.happened = threading.Event()

    def __call__(self, step: Step, _block: bytes | None) -> None:
        if step is Step.IN_BLOCK:
            self.happened.set()


def test_manual_blocks_come_only_by_step() -> None:
    chain = solo()
    chain.pool.submit(chain.transfer("//Alice", 0))
    chain.engine.start()
    assert chain.machine.store.head.number == 0
    made = chain.block()
    assert made.output.header.number == 1
    assert len(made.report.included) == 1
    assert chain.free("//Bob") == 1_000_001 * TAO


def test_listeners_see_a_durable_block_before_watchers_do() -> None:
    order: list[str] = []
    chain: Solo
    chain = solo(on_block=lambda _made: order.append(f"head {chain.machine.store.head.number}"))
    chain.pool.submit(chain.transfer("//Alice", 0), listener=lambda step, _: order.append(step.value))
    chain.block()
    assert order == ["ready", "head 1", "inBlock", "finalized"]


def test_the_author_is_paid_the_fees() -> None:
    chain = solo()
    author = chain.free("//One")
    chain.pool.submit(chain.transfer("//Alice", 0))
    chain.block()
    paid = 1_000_000 * TAO - chain.free("//Alice") - TAO
    assert chain.free("//One") - author == paid > 0


@pytest.mark.parametrize("mode", ["paced", "instant"])
def test_threads_make_blocks_and_stop_in_order(mode: Mode) -> None:
    chain = solo(mode=mode)
    if mode == "paced":
        # Time is the engine's own here: a short interval, and no claim about how exactly it is kept.
        chain.engine.interval_ms = 10
    chain.engine.start()
    for nonce in range(3):
        included = Included()
        chain.pool.submit(chain.transfer("//Alice", nonce), listener=included)
        assert included.happened.wait(WAIT_S)
    chain.engine.stop()
    head = chain.machine.store.head.number
    assert head >= 3
    assert chain.engine.failure is None
    assert chain.free("//Bob") == 1_000_003 * TAO
    assert len(chain.produced) == head


def test_an_idle_instant_engine_makes_no_block() -> None:
    chain = solo(mode="instant")
    chain.engine.start()
    chain.engine.stop()
    assert chain.machine.store.head.number == 0


def test_a_full_disk_stops_production_and_nothing_was_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = solo(mode="instant")
    heard: list[str] = []

    def full(*_arguments: object) -> None:
        raise StoreFull("store x cannot grow: No space left on device; free space and start again")

    monkeypatch.setattr(chain.machine.store.backend, "commit", full)
    chain.engine.start()
    chain.pool.submit(chain.transfer("//Alice", 0), listener=lambda step, _: heard.append(step.value))
    chain.engine.wait()
    assert isinstance(chain.engine.failure, StoreFull)
    assert heard == ["ready"]
    assert chain.machine.store.head.number == 0


def test_after_a_failed_commit_the_same_block_can_be_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = solo()
    raw = chain.transfer("//Alice", 0)
    chain.pool.submit(raw)

    def full(*_arguments: object) -> None:
        raise StoreFull("store x cannot grow: No space left on device; free space and start again")

    with monkeypatch.context() as patch:
        patch.setattr(chain.machine.store.backend, "commit", full)
        with pytest.raises(StoreFull):
            chain.block()
    chain.block()
    assert chain.machine.store.body(1)[2:] == [raw]
    assert chain.free("//Bob") == 1_000_001 * TAO


def test_a_chain_goes_on_where_it_stopped_with_the_wall_clock(tmp_path: Path) -> None:
    chain = solo(tmp_path / "chain")
    chain.pool.submit(chain.transfer("//Alice", 0))
    chain.block()
    chain.machine.store.close()
    machine = machine_on(tmp_path / "chain")
    engine = SoloEngine(machine, chain.pool, mode="manual", clock=WallClock())
    assert engine.interval_ms == SLOT_MS
    engine.step()
    assert machine.store.head.number == 2
    machine.store.close()
