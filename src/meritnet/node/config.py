"""A node's settings: each declared once with type, default and meaning. Flag beats environment beats file."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from meritnet.primitives.errors import Invalid

PREFIX = "MERITNET_"
MAX_FINALITY_LAG = 100
BEACONS = ("public", "local", "both", "none")


@dataclass(frozen=True, slots=True)
class NodeConfig:
    """Settings of a node."""

    preset: str = field(default="local", metadata={"doc": "Chain rules: local, reference or meritnet"})
    state: Path | None = field(
        default=None, metadata={"doc": "Folder of the chain; nothing is kept without one"}
    )
    port: int = field(default=9944, metadata={"doc": "Port of HTTP and WebSocket RPC; 0 takes any free one"})
    rpc_host: str = field(
        default="127.0.0.1", metadata={"doc": "Address of RPC; any other than loopback needs rpc_external"}
    )
    rpc_external: bool = field(default=False, metadata={"doc": "Serve RPC to other machines"})
    rpc_methods: str = field(
        default="auto",
        metadata={"doc": "safe, unsafe (all) or auto: safe if rpc_external, else unsafe"},
    )
    rpc_compress: bool = field(
        default=False, metadata={"doc": "Compress WebSocket messages for clients that ask for it"}
    )
    block_time_ms: int | None = field(
        default=None, metadata={"doc": "Milliseconds between blocks, 250 to 12000 (default: the preset's)"}
    )
    mode: str = field(
        default="paced", metadata={"doc": "paced, instant (a block when transactions wait) or manual"}
    )
    rules: bool = field(default=False, metadata={"doc": "Add the rules of preset meritnet to a local chain"})
    archive: bool = field(default=False, metadata={"doc": "Keep the state of every block"})
    keep_blocks: int = field(
        default=100_000, metadata={"doc": "Blocks of past state to keep without archive"}
    )
    genesis: Path | None = field(
        default=None,
        metadata={"doc": "Genesis document (JSON) of a fresh chain; needed unless the preset is local"},
    )
    genesis_salt: str | None = field(
        default=None, metadata={"doc": "Fixes the genesis hash of a fresh chain; random without"}
    )
    beacon: str | None = field(
        default=None,
        metadata={
            "doc": "Beacons whose rounds go into blocks: public, local (one of this node's own), both or none "
            "(default: local for preset local, else public)"
        },
    )
    beacon_urls: str | None = field(
        default=None,
        metadata={"doc": "Servers of the public beacon, separated by commas (default: five public ones)"},
    )
    finality_lag: int | None = field(
        default=None,
        metadata={
            "doc": "Blocks by which finality is told late, to try clients against a slower chain (default: 0, "
            "with flag --fast 1: 1)"
        },
    )
    log_level: str = field(default="info", metadata={"doc": "debug, info, warning or error"})
    log_file: Path | None = field(
        default=None, metadata={"doc": "Write logs here, rotated at 10 MB, five kept"}
    )
    log_json: bool = field(default=False, metadata={"doc": "One JSON object a line"})

    def check(self) -> "NodeConfig":
        """Return the settings if they fit together. Raises: Invalid."""
        if not 0 <= self.port <= 65_535:
            raise Invalid(f"port {self.port} is outside 0..65535; choose a free one such as 9944")
        if self.mode not in ("paced", "instant", "manual"):
            raise Invalid(f"mode {self.mode!r} is unknown; choose paced, instant or manual")
        if self.rpc_methods not in ("auto", "safe", "unsafe"):
            raise Invalid(f"rpc_methods {self.rpc_methods!r} is unknown; choose auto, safe or unsafe")
        if self.log_level not in ("debug", "info", "warning", "error"):
            raise Invalid(f"log_level {self.log_level!r} is unknown; choose debug, info, warning or error")
        if self.beacon not in (None, *BEACONS):
            raise Invalid(f"beacon {self.beacon!r} is unknown; choose {', '.join(BEACONS)}")
        if self.beacon in ("local", "both") and self.preset != "local":
            raise Invalid(
                f"beacon {self.beacon!r} is for preset local only, not {self.preset}; choose public or none"
            )
        if not 0 <= self.lag <= MAX_FINALITY_LAG:
            raise Invalid(
                f"finality_lag {self.finality_lag} is outside 0..{MAX_FINALITY_LAG}; choose 0 for none"
            )
        if self.keep_blocks < 256:
            raise Invalid(
                f"keep_blocks {self.keep_blocks} is below 256; clients read recent state, keep more"
            )
        return self

    @property
    def lag(self) -> int:
        """Blocks by which finality is told late."""
        return self.finality_lag or 0

    @property
    def follows_public(self) -> bool:
        """Whether the public beacon's rounds are fetched."""
        return self.beacon in ("public", "both") or (self.beacon is None and self.preset != "local")

    @property
    def makes_local(self) -> bool:
        """Whether the rounds of a local beacon are made, if the chain follows one."""
        return self.beacon in ("local", "both") or (self.beacon is None and self.preset == "local")


def load(
    flags: Mapping[str, Any], file: Path | None = None, environment: Mapping[str, str] | None = None
) -> NodeConfig:
    """Return the settings from file, environment and flags, later ones winning. Raises: Invalid."""
    values: dict[str, Any] = {}
    if file is not None:
        values.update(_from_file(file))
    values.update(_from_environment(os.environ if environment is None else environment))
    values.update({name: value for name, value in flags.items() if value is not None})
    return replace(NodeConfig(), **values).check()


def _from_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            raw = tomllib.load(file)
    except OSError as error:
        raise Invalid(f"config file {path} cannot be read: {error.strerror}; check the path") from error
    except tomllib.TOMLDecodeError as error:
        raise Invalid(f"config file {path} is not TOML: {error}") from error
    table = raw.get("node", raw)
    return {name: _convert(name, value, str(path)) for name, value in table.items()}


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    known = {f.name for f in fields(NodeConfig)}
    out = {}
    for key, text in environment.items():
        name = key.removeprefix(PREFIX).lower()
        if key.startswith(PREFIX) and name in known:
            out[name] = _convert(name, text, f"environment variable {key}")
    return out


def _convert(name: str, value: Any, source: str) -> Any:
    kinds = {f.name: str(f.type) for f in fields(NodeConfig)}
    if name not in kinds:
        raise Invalid(f"{source}: setting {name!r} is unknown; known are {', '.join(sorted(kinds))}")
    kind = kinds[name]
    try:
        if "Path" in kind:
            return Path(value)
        if "bool" in kind:
            return value if isinstance(value, bool) else _boolean(str(value))
        if "int" in kind:
            return int(value)
    except (TypeError, ValueError) as error:
        raise Invalid(f"{source}: {name} = {value!r} is not a value of type {kind}") from error
    return str(value)


def _boolean(text: str) -> bool:
    lowered = text.strip().lower()
    if lowered in ("1", "true", "yes", "on"):
        return True
    if lowered in ("0", "false", "no", "off"):
        return False
    raise ValueError(text)
