"""Skill is measured once per network and then read."""

from collections.abc import Callable
from pathlib import Path

import pytest

from meritnet.operator.up import skills
from meritnet.operator.up.skills import REST, MeasuringEnded, Pace
from meritnet.subnets.price.skill import Skill

TABLE = (Skill("filtered", 0.19, 0.01, "honest"), Skill("copycat", -0.08, 0.016, "cheat"))


def test_the_second_look_reads_what_the_first_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = []

    def measure(after_round: Callable[[], None]) -> tuple[Skill, ...]:
        measured.append(1)
        after_round()
        return TABLE

    monkeypatch.setattr(skills, "measure_skill", measure)
    first = skills.measured(tmp_path, Pace())
    assert first == {skill.name: skill for skill in TABLE}
    assert skills.measured(tmp_path, Pace()) == first
    assert len(measured) == 1


def test_it_rests_after_work_until_somebody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    worked = iter([100.0, 101.0, 103.0])
    rested: list[float] = []
    pace = Pace()
    monkeypatch.setattr(skills.time, "thread_time", lambda: next(worked))
    monkeypatch.setattr(pace._hurry, "wait", rested.append)
    pace.begin()
    pace.rest()
    pace.rest()
    assert rested == [REST * 1.0, REST * 2.0]
    monkeypatch.undo()
    pace.hurry()
    # It would be minutes.
    pace._worked_s = -1_000.0
    pace.rest()


def test_what_nobody_waits_for_ends_and_leaves_no_file(tmp_path: Path) -> None:
    pace = Pace()
    pace.end()
    with pytest.raises(MeasuringEnded):
        skills.measured(tmp_path, pace)
    assert list(tmp_path.iterdir()) == []
