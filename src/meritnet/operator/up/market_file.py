"""What the local market remembers between two runs, in `market.json` of its network's folder."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from meritnet.primitives.errors import Invalid, MeritnetError

NAME = "market.json"
FORMAT = 1


class MarketFileUnwritable(MeritnetError):
    """The disk is full or the folder is not ours; the file is as it was."""


@dataclass(slots=True)
class Extra:
    """A miner that was added by a key: a cheat of the roster, or somebody's program."""

    wallet: str
    model: str = ""
    command: str = ""

    @property
    def name(self) -> str:
        """What the view calls it."""
        return f"{self.model} ({self.wallet})" if self.model else self.wallet


@dataclass(slots=True)
class CashOut:
    """TAO that a miner took out of its pay. Units: rao."""

    block: int
    alpha: int
    tao: int


@dataclass(slots=True)
class MarketFile:
    """The market's memory."""

    netuid: int | None = None
    miners_port: int = 0
    extras: list[Extra] = field(default_factory=list)
    cash_outs: list[CashOut] = field(default_factory=list)
    first_reward: dict[str, Any] | None = None  # Any: figures of several kinds, shown and never computed with
    losses: dict[str, int] = field(default_factory=dict)
    """By hotkey: rao of alpha a validator missed by lying, up to the epoch of `counted_to`."""
    counted_to: int = 0


def read(folder: Path) -> MarketFile:
    """Return what a folder's market remembers; nothing for a fresh one. Raises: Invalid."""
    path = folder / NAME
    if not path.exists():
        return MarketFile()
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        if raw.pop("format") != FORMAT:
            raise Invalid(f"{path} is not of format {FORMAT}; begin a new network with `meritnet up --fresh`")
        raw["extras"] = [Extra(**item) for item in raw["extras"]]
        raw["cash_outs"] = [CashOut(**item) for item in raw["cash_outs"]]
        return MarketFile(**raw)
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid(
            f"{path} is damaged: {error}; begin a new network with `meritnet up --fresh`"
        ) from error


def write(folder: Path, market: MarketFile) -> None:
    """Replace the file, whole or not at all."""
    draft = folder / (NAME + ".new")
    try:
        draft.write_text(json.dumps({"format": FORMAT, **asdict(market)}, indent=1) + "\n", encoding="utf-8")
        draft.replace(folder / NAME)
    except OSError as error:
        raise MarketFileUnwritable(
            f"{folder / NAME} cannot be written: {error.strerror}; free space on that disk and start again"
        ) from error
