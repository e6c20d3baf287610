"""The file that describes a role group: network, subnet, keys, and what each key runs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from meritnet.neuron.message import InvalidMessage, JsonValue, read_int, read_list, read_text
from meritnet.neuron.networks import check_genesis_text
from meritnet.primitives.errors import Invalid
from meritnet.primitives.units import RAO_PER_TAO

ROLES = ("miners", "validators")


class InvalidSpec(Invalid):
    """A host's description lacks a field or has a wrong one."""


@dataclass(frozen=True, slots=True)
class Role:
    """One key of the group and what it runs."""

    wallet: str
    hotkey: str = "default"
    runs: str = ""
    """Miners: a name of the subnet's roster. Validators: a variant of its mechanism, empty for the honest."""
    command: str = ""
    """Miners: a program that answers in the roster's place."""

    @property
    def name(self) -> str:
        """What the live view calls it."""
        return self.runs or self.command or self.hotkey


@dataclass(frozen=True, slots=True)
class HostSpec:
    """A role group."""

    role: str
    endpoint: str
    genesis: str
    netuid: int
    subnet: str
    wallets: Path
    data: Path
    """Folder of the validators' stores."""
    roles: tuple[Role, ...]
    host: str = "127.0.0.1"
    port: int = 0
    public_host: str | None = None
    status: Path | None = None
    min_stake_rao: int = RAO_PER_TAO
    """Stake from which a hotkey may judge before it has a permit."""
    most_asked: int | None = None
    """Most miners that a validator asks in a round; None asks all."""


def read_spec(path: Path) -> HostSpec:
    """Return what the file describes; its paths are relative to the file.

    Raises: InvalidSpec naming the field.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return parse_spec(value, path.parent)
    except OSError as error:
        raise InvalidSpec(f"{path} cannot be read: {error.strerror}") from None
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InvalidSpec(f"{path} is no JSON: {error}") from None
    except InvalidMessage as error:
        raise InvalidSpec(f"{path}: {error}") from None


def parse_spec(value: JsonValue, folder: Path) -> HostSpec:
    """Return the host that JSON values describe."""
    fields = _object(value, "spec", NEEDED, OPTIONAL)
    role = read_text(fields["role"], "role", 16)
    if role not in ROLES:
        raise InvalidMessage(f"role is {role!r}, must be one of {', '.join(ROLES)}")
    roles = tuple(
        _role(item, f"roles[{i}]") for i, item in enumerate(read_list(fields["roles"], "roles", 1, 256))
    )
    status, public_host = fields.get("status"), fields.get("public_host")
    most_asked = fields.get("most_asked")
    return HostSpec(
        role=role,
        endpoint=read_text(fields["endpoint"], "endpoint", 256),
        genesis=check_genesis_text(read_text(fields["genesis"], "genesis", 66)),
        netuid=read_int(fields["netuid"], "netuid", 0, 65_535),
        subnet=read_text(fields["subnet"], "subnet", 64),
        wallets=folder / read_text(fields["wallets"], "wallets", 4_096),
        data=folder / read_text(fields["data"], "data", 4_096),
        roles=roles,
        host=read_text(fields.get("host", "127.0.0.1"), "host", 64),
        port=read_int(fields.get("port", 0), "port", 0, 65_535),
        public_host=None if public_host is None else read_text(public_host, "public_host", 64),
        status=None if status is None else folder / read_text(status, "status", 4_096),
        min_stake_rao=read_int(fields.get("min_stake_rao", RAO_PER_TAO), "min_stake_rao", 0, 2**64 - 1),
        most_asked=None if most_asked is None else read_int(most_asked, "most_asked", 1, 65_535),
    )


NEEDED = ("role", "endpoint", "genesis", "netuid", "subnet", "wallets", "data", "roles")
OPTIONAL = ("host", "port", "public_host", "status", "min_stake_rao", "most_asked")


def _role(value: JsonValue, name: str) -> Role:
    fields = _object(value, name, ("wallet",), ("hotkey", "runs", "command"))
    return Role(
        wallet=read_text(fields["wallet"], f"{name}.wallet", 64),
        hotkey=read_text(fields.get("hotkey", "default"), f"{name}.hotkey", 64),
        runs=read_text(fields.get("runs", ""), f"{name}.runs", 64),
        command=read_text(fields.get("command", ""), f"{name}.command", 4_096),
    )


def _object(
    value: JsonValue, kind: str, needed: tuple[str, ...], optional: tuple[str, ...]
) -> Mapping[str, JsonValue]:
    if not isinstance(value, Mapping):
        raise InvalidMessage(f"{kind} must be a JSON object with {', '.join(needed)}")
    for field in needed:
        if field not in value:
            raise InvalidMessage(f"{kind} lacks the field {field!r}; it needs {', '.join(needed)}")
    for field in value:
        if field not in needed + optional:
            raise InvalidMessage(
                f"{kind} has the unknown field {str(field)[:40]!r}; known are {', '.join(needed + optional)}"
            )
    return value
