"""How long the command line takes to answer."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.row import Row, best_of


def rows(quick: bool) -> Iterator[Row]:
    """Measure `meritnet --help` as a user meets it: a new process each time."""
    command = [str(Path(sys.executable).with_name("meritnet")), "--help"]
    _, median = best_of(
        lambda: subprocess.run(command, check=True, capture_output=True), repeat=3 if quick else 15
    )
    yield Row("meritnet --help", 0.3, median / 1000, "s", "median of new processes")
