"""The offline skill of the roster, measured once per network before its market opens and kept beside it."""

import json
from dataclasses import asdict
from pathlib import Path

from meritnet.subnets.price.skill import Skill, measure_skill

NAME = "skill.json"


def measured(folder: Path) -> dict[str, Skill]:
    """Return the skills by name of the model; measures them where that was not done yet (some seconds)."""
    path = folder / NAME
    if path.exists():
        table = [Skill(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
    else:
        table = list(measure_skill())
        path.write_text(json.dumps([asdict(skill) for skill in table], indent=1) + "\n", encoding="utf-8")
    return {skill.name: skill for skill in table}
