"""The offline skill of the roster, measured once per network while its market opens, and kept beside it."""

import json
import threading
import time
from dataclasses import asdict
from pathlib import Path

from meritnet.primitives.errors import MeritnetError
from meritnet.subnets.price.skill import Skill, measure_skill

NAME = "skill.json"
REST = 4
"""How many times longer than it works the measuring rests, so that the market's processes start undisturbed."""


class MeasuringEnded(MeritnetError):
    """Nobody waits for the skills any more."""


class Pace:
    """How the measuring shares the machine: it rests often until somebody waits for it, and ends if nobody will.

    A low priority would do the first, but not the second: on a busy machine such a thread may never come to its end.
    """

    def __init__(self) -> None:
        self._hurry = threading.Event()
        self._ended = False
        self._worked_s = 0.0

    def hurry(self) -> None:
        """Let the measuring rest no more."""
        self._hurry.set()

    def end(self) -> None:
        """Let the measuring end before its time."""
        self._ended = True
        self._hurry.set()

    def begin(self) -> None:
        """Count the work of this thread from now on."""
        self._worked_s = time.thread_time()

    def rest(self) -> None:
        """Rest in proportion to the work since the last rest. Raises: MeasuringEnded."""
        before, self._worked_s = self._worked_s, time.thread_time()
        self._hurry.wait(REST * (self._worked_s - before))
        if self._ended:
            raise MeasuringEnded("the market ends before its miners' skill is measured; start it again")


def measured(folder: Path, pace: Pace) -> dict[str, Skill]:
    """Return the skills by name of the model; measures them where that was not done yet, some seconds of work.

    Raises: MeasuringEnded.
    """
    path = folder / NAME
    if path.exists():
        table = [Skill(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
    else:
        pace.begin()
        table = list(measure_skill(after_round=pace.rest))
        path.write_text(json.dumps([asdict(skill) for skill in table], indent=1) + "\n", encoding="utf-8")
    return {skill.name: skill for skill in table}
