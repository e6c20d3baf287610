"""The networks this machine knows: one folder each, described by its `network.json`.

The folder is `$MERITNET_HOME/networks/NAME`, by default `~/.meritnet/networks/NAME`. Its wallets lie beside
the description; `~/.bittensor` is never read or written.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from meritnet.primitives.errors import Denied, Invalid, NotFound

_GENESIS = re.compile(r"0x[0-9a-f]{64}")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


class NetworkNotFound(NotFound):
    """No network of that name is described on this machine."""


class InvalidNetwork(Invalid):
    """A description of a network has the wrong shape."""


class UnknownGenesis(Denied):
    """The chain behind an endpoint is not the one that the user named."""


@dataclass(frozen=True, slots=True)
class Network:
    """Where a network is and which chain it must be."""

    name: str
    endpoint: str
    genesis: str
    wallets: Path
    """Folder of this network's wallets."""
    netuids: Mapping[str, int] = field(default_factory=dict)
    """Netuids by the name of the subnet's mechanism."""

    def netuid(self, subnet: str) -> int:
        """Return the netuid under which a mechanism runs here.

        Raises: NetworkNotFound listing the subnets that are known.
        """
        if subnet not in self.netuids:
            known = ", ".join(f"{name} {netuid}" for name, netuid in sorted(self.netuids.items())) or "none"
            raise NetworkNotFound(
                f"network {self.name} lists no subnet {subnet!r} (known: {known}); give its number with --netuid"
            )
        return self.netuids[subnet]


def home() -> Path:
    """Return the folder of everything that is kept for the user."""
    return Path(os.environ.get("MERITNET_HOME") or Path.home() / ".meritnet")


def folder(name: str) -> Path:
    """Return the folder of a network, whether it exists or not."""
    if not _NAME.fullmatch(name):
        raise InvalidNetwork(
            f"network name {name[:40]!r} must be 1..32 lower-case letters, digits and dashes"
        )
    return home() / "networks" / name


def load(name: str = "local") -> Network:
    """Return the network of that name.

    Raises: NetworkNotFound if it is not described here, InvalidNetwork if the description is damaged.
    """
    path = folder(name) / "network.json"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        hint = (
            "run `make up`" if name == "local" else "give the node with --network ws://... and its --genesis"
        )
        raise NetworkNotFound(f"no network {name!r}: {path} does not exist; {hint}") from None
    return parse(name, text, path)


def parse(name: str, text: str, path: Path) -> Network:
    """Return the network that `text`, the content of `path`, describes."""
    try:
        fields = json.loads(text)
    except json.JSONDecodeError as error:
        raise InvalidNetwork(f"{path} is no JSON: {error}; write it anew with `make up`") from None
    if not isinstance(fields, dict):
        raise InvalidNetwork(f"{path} must hold an object with endpoint, genesis, netuids and wallets")
    endpoint, genesis = fields.get("endpoint"), fields.get("genesis")
    netuids = fields.get("netuids", {})
    wallets = fields.get("wallets", "wallets")
    if not isinstance(endpoint, str) or not endpoint.startswith(("ws://", "wss://")):
        raise InvalidNetwork(f"{path}: endpoint is {endpoint!r}, must start with ws:// or wss://")
    check_genesis_text(genesis if isinstance(genesis, str) else "")
    if not isinstance(netuids, dict) or not all(
        isinstance(n, int) and 0 <= n < 65_536 for n in netuids.values()
    ):
        raise InvalidNetwork(f"{path}: netuids must map names of subnets to numbers in 0..65535")
    if not isinstance(wallets, str):
        raise InvalidNetwork(f"{path}: wallets must be the path of a folder")
    return Network(name, endpoint, str(genesis), path.parent / wallets, dict(netuids))


def save(network: Network) -> Path:
    """Write the description of a network; return its path. The file is replaced whole or not at all."""
    path = folder(network.name) / "network.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = {
        "endpoint": network.endpoint,
        "genesis": network.genesis,
        "netuids": dict(network.netuids),
        "wallets": str(network.wallets),
    }
    draft = path.with_suffix(".tmp")
    draft.write_text(json.dumps(fields, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)
    return path


def check_genesis_text(genesis: str) -> str:
    """Return `genesis` if it is a hash as chains write it.

    Raises: InvalidNetwork if not.
    """
    if not _GENESIS.fullmatch(genesis):
        raise InvalidNetwork(f"genesis hash {genesis[:80]!r} must be 0x and 64 lower-case hex digits")
    return genesis


def resolve(network: str, genesis: str | None) -> Network:
    """Return the network that a name or an address with a genesis hash stands for.

    Raises: UnknownGenesis for an address whose chain nobody named: nothing is signed for unknown chains.
    """
    if not network.startswith(("ws://", "wss://")):
        return load(network)
    for path in sorted(home().glob("networks/*/network.json")):
        found = load(path.parent.name)
        if found.endpoint == network and genesis in (None, found.genesis):
            return found
    if genesis is None:
        raise UnknownGenesis(
            f"the chain behind {network} is not known here; give its hash with --genesis 0x..., "
            "so that nothing is signed for another chain"
        )
    check_genesis_text(genesis)
    name = f"chain-{genesis[2:14]}"
    return Network(name, network, genesis, folder(name) / "wallets")
