"""The offline skill of the roster, measured once per network before its market opens and kept beside it."""

import json
import os
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from meritnet.subnets.price.skill import Skill, measure_skill

NAME = "skill.json"
PATIENCE = 15
"""How much the measuring yields to the market, which starts at the same time; 19 yields most."""


def measured(folder: Path) -> dict[str, Skill]:
    """Return the skills by name of the model; measures them where that was not done yet.

    Takes some seconds, and runs in a thread that does nothing else afterwards.
    """
    path = folder / NAME
    if path.exists():
        table = [Skill(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
    else:
        if sys.platform == "linux":
            # Of this thread alone; elsewhere threads have no priority of their own.
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), PATIENCE)
        table = list(measure_skill())
        path.write_text(json.dumps([asdict(skill) for skill in table], indent=1) + "\n", encoding="utf-8")
    return {skill.name: skill for skill in table}
