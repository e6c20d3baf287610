"""The epoch schedule against recorded runs and its rules one by one."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.runtime.pallets.emission import schedule
from meritnet.runtime.pallets.emission.schedule import Schedule, Verdict
from meritnet.testing import vectors


@pytest.mark.parametrize("case", vectors.load("economics/epoch_schedule")["cases"], ids=lambda c: c["name"])
def test_recorded_run(case: dict[str, Any]) -> None:
    records = {int(n): Schedule(t, case["last_epoch_block"][n]) for n, t in case["tempo"].items()}
    events = []
    for now in range(1, case["blocks"] + 1):
        for turn in schedule.run_block(list(records.items()), now, case["cap"], lambda _: True):
            records[turn.netuid] = turn.schedule
            event = {"block": now, "netuid": turn.netuid}
            if turn.verdict is Verdict.DEFER:
                events.append(event | {"event": "deferred", "to": turn.schedule.pending_epoch_at})
            elif turn.verdict is Verdict.DUE:
                events.append(event | {"event": "epoch", "index": turn.schedule.epoch_index})
        for block, netuid in case.get("trigger_at", []):
            if block == now:
                records[netuid] = schedule.after_trigger(records[netuid], now, 10)
                fires_at = records[netuid].pending_epoch_at
                events.append({"block": now, "netuid": netuid, "event": "triggered", "fires_at": fires_at})
    assert events == case["events"]


@pytest.mark.parametrize("case", vectors.load("economics/epoch_stagger_on_register"))
def test_recorded_stagger(case: dict[str, Any]) -> None:
    start = schedule.first_epoch_block(case["netuid"], case["tempo"], int(case["now"]))
    assert start == int(case["last_epoch_block"])


def test_tempo_zero_is_never_due() -> None:
    dormant = Schedule(tempo=0, pending_epoch_at=1, blocks_since_last_step=60_000)
    assert not schedule.is_due(dormant, 100_000)
    assert schedule.next_epoch_block(dormant) is None
    assert not schedule.is_frozen(dormant, 5, 10)


def test_an_epoch_is_due_after_the_longest_wait_whatever_the_tempo() -> None:
    waiting = Schedule(tempo=65_535, last_epoch_block=1000, blocks_since_last_step=50_400)
    assert not schedule.is_due(waiting, 1001)
    assert schedule.is_due(waiting._replace(blocks_since_last_step=50_401), 1001)


def test_a_skipped_epoch_advances_the_schedule_and_does_not_count_against_the_cap() -> None:
    records = [(1, Schedule(10)), (2, Schedule(10))]
    first, second = schedule.run_block(records, 10, 1, lambda netuid: netuid != 1)
    assert first.skipped
    assert first.schedule == Schedule(10, 10, 0, blocks_since_last_step=1, epoch_index=1)
    assert second.schedule == Schedule(10, 10, 0, blocks_since_last_step=0, epoch_index=1)


def test_whether_a_subnet_can_run_is_only_asked_when_it_is_due() -> None:
    asked = []
    records = [(1, Schedule(10)), (2, Schedule(11)), (3, Schedule(10))]
    list(schedule.run_block(records, 10, 1, lambda netuid: asked.append(netuid) is None))
    assert asked == [1]


def test_next_epoch_is_the_earlier_of_tempo_and_pending() -> None:
    assert schedule.next_epoch_block(Schedule(100, 50)) == 150
    assert schedule.next_epoch_block(Schedule(100, 50, pending_epoch_at=90)) == 90
    assert schedule.next_epoch_block(Schedule(100, 50, pending_epoch_at=190)) == 150


def test_freeze_window_opens_near_the_epoch_and_while_one_is_pending() -> None:
    record = Schedule(100, 0)
    assert not schedule.is_frozen(record, 90, 10)
    assert schedule.is_frozen(record, 91, 10)
    assert schedule.is_frozen(record._replace(pending_epoch_at=60), 50, 10)
    assert not schedule.is_frozen(record._replace(pending_epoch_at=50), 50, 10)


def test_fast_tempo_leaves_the_window_open_only_in_the_epoch_block() -> None:
    assert [now for now in range(20, 31) if not schedule.is_frozen(Schedule(10, 20), now, 10)] == [20]


@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(0, 12)), min_size=1, max_size=6),
    st.integers(1, 3),
)
@settings(max_examples=40)
def test_every_due_subnet_runs_or_is_deferred_to_the_next_block(
    subnets: list[tuple[int, int]], cap: int
) -> None:
    records = {n: Schedule(tempo, start) for n, (tempo, start) in enumerate(subnets)}
    for now in range(13, 60):
        expected = schedule.deferred_netuids(records.items(), now, cap)
        turns = list(schedule.run_block(list(records.items()), now, cap, lambda _: True))
        due = [n for n, s in records.items() if schedule.is_due(s, now)]
        ran = [t.netuid for t in turns if t.verdict is Verdict.DUE]
        deferred = [t.netuid for t in turns if t.verdict is Verdict.DEFER]
        assert ran == due[:cap]
        assert deferred == due[cap:] == expected
        assert all(t.schedule.pending_epoch_at == now + 1 for t in turns if t.verdict is Verdict.DEFER)
        records = {t.netuid: t.schedule for t in turns}
