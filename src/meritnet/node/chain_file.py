"""The file `chain.json` of a chain's folder: which rules and genesis it was made with, so that it resumes as
it began.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from meritnet.primitives.errors import Invalid, MeritnetError, NotFound
from meritnet.state.whole_file import replace_file

NAME = "chain.json"
FORMAT = 1


class ChainFileUnwritable(MeritnetError):
    """The disk is full or the folder is not ours; the chain has not begun."""


@dataclass(slots=True)
class ChainFile:
    """What makes a chain itself: preset, pace, extra rules, genesis salt and endowment, genesis hash once
    known.
    """

    preset: str
    block_time_ms: int
    rules: bool
    salt: str
    endow: str | None = None
    genesis: dict[str, Any] | None = None
    genesis_hash: bytes | None = None
    local_beacon: str | None = None
    """Public key, in hex, of the beacon that the node of a development chain makes itself."""
    folder: Path | None = None
    beacon_seed: bytes | None = field(default=None, repr=False, compare=False)
    """Secret of the local beacon of a chain that begins now; kept in a file of its own, never in this one."""

    @classmethod
    def open(cls, folder: Path | None, fresh: Callable[[], "ChainFile"]) -> "ChainFile":
        """Return the file of a folder; a new one where there is none."""
        if folder is None:
            return fresh()
        if (folder / NAME).exists():
            return cls.read(folder)
        return replace(fresh(), folder=folder)

    @classmethod
    def read(cls, folder: Path) -> "ChainFile":
        """Return the file of an existing chain. Raises: NotFound, Invalid."""
        path = folder / NAME
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise NotFound(
                f"{folder} holds no chain ({NAME} is missing); start one with `meritnet node --state`"
            ) from error
        except (OSError, ValueError) as error:
            raise Invalid(
                f"{path} cannot be read: {error}; restore it or start a chain in another folder"
            ) from error
        if not isinstance(raw, dict) or raw.get("format") != FORMAT:
            raise Invalid(
                f"{path} is not of format {FORMAT}; use the release that made it, or another folder"
            )
        raw.pop("format")
        genesis = raw.pop("genesis_hash")
        return cls(**raw, genesis_hash=None if genesis is None else bytes.fromhex(genesis), folder=folder)

    def seal(self, genesis_hash: bytes) -> None:
        """Note the genesis hash and write the file."""
        if self.genesis_hash == genesis_hash:
            return
        self.genesis_hash = genesis_hash
        if self.folder is None:
            return
        raw = {k: v for k, v in asdict(self).items() if k not in ("folder", "beacon_seed")}
        raw["genesis_hash"] = genesis_hash.hex()
        try:
            replace_file(self.folder / NAME, f"{json.dumps({'format': FORMAT, **raw}, indent=1)}\n".encode())
        except OSError as error:
            raise ChainFileUnwritable(
                f"{self.folder / NAME} cannot be written: {error.strerror}; free space on that disk, or correct "
                "the folder's owner, and start again"
            ) from error
