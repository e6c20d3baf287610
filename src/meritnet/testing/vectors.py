"""Reads the recorded vectors that the repository carries under `tests/vectors`."""

import json
from functools import cache
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).resolve().parents[3] / "tests" / "vectors"


@cache
def load(name: str) -> Any:
    """Return the parsed JSON of `tests/vectors/<name>.json`, for example `economics/swap`."""
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))
