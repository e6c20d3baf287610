"""Checks which epochs run, wait or are triggered over a stretch of blocks."""

from collections.abc import Iterator

from meritnet.operator.vector_checks.case import Case, Comparison, Document, named, run_cases
from meritnet.runtime.pallets.emission import schedule

FREEZE_WINDOW = 10
"""The recorded triggers use this window. Unit: blocks."""


def check(document: Document) -> Iterator[Case]:
    """Yield one case a run."""
    return run_cases(named(document["cases"]), _run)


def _run(case: Document) -> Comparison:
    records = {
        int(netuid): schedule.Schedule(int(tempo), int(case["last_epoch_block"][netuid]))
        for netuid, tempo in case["tempo"].items()
    }
    events: list[dict[str, object]] = []
    for now in range(1, int(case["blocks"]) + 1):
        for turn in schedule.run_block(list(records.items()), now, int(case["cap"]), lambda _: True):
            records[turn.netuid] = turn.schedule
            events += _events(turn, now)
        for block, netuid in case.get("trigger_at", []):
            if block == now:
                record = records[netuid] = schedule.after_trigger(records[netuid], now, FREEZE_WINDOW)
                fires_at = {"event": "triggered", "fires_at": record.pending_epoch_at}
                events.append({"block": now, "netuid": netuid, **fires_at})
    return Comparison(events, case["events"])


def _events(turn: schedule.Turn, now: int) -> list[dict[str, object]]:
    event: dict[str, object] = {"block": now, "netuid": turn.netuid}
    if turn.verdict is schedule.Verdict.DUE:
        return [event | {"event": "epoch", "index": turn.schedule.epoch_index}]
    if turn.verdict is schedule.Verdict.DEFER:
        return [event | {"event": "deferred", "to": turn.schedule.pending_epoch_at}]
    return []
