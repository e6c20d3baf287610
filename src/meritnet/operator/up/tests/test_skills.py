"""Skill is measured once per network and then read."""

from pathlib import Path

import pytest

from meritnet.operator.up import skills
from meritnet.subnets.price.skill import Skill

TABLE = (Skill("filtered", 0.19, 0.01, "honest"), Skill("copycat", -0.08, 0.016, "cheat"))


def test_the_second_look_reads_what_the_first_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = []

    def measure() -> tuple[Skill, ...]:
        measured.append(1)
        return TABLE

    monkeypatch.setattr(skills, "measure_skill", measure)
    first = skills.measured(tmp_path)
    assert first == {skill.name: skill for skill in TABLE}
    assert skills.measured(tmp_path) == first
    assert len(measured) == 1
