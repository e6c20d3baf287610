"""Returns the page of hyperparameters: settings of subnets, values of the network."""

from types import FunctionType

from meritnet.runtime.apis.hyperparameters import READERS
from meritnet.runtime.pallets.hyperparameters.network_table import NETWORK_SETTINGS
from meritnet.runtime.pallets.hyperparameters.rows import NetworkSetting, SubnetSetting
from meritnet.runtime.pallets.hyperparameters.table import SUBNET_SETTINGS
from meritnet.state.items import StorageItem

from .markdown import anchored, code, linked, page, section, table
from .reach import named_by
from .values import default_text, type_text

INTRO = """\
Settings that one call each changes. *Name* is the storage item, *in clients* the name under which clients show it.
Amounts are in rao, fractions in the unit that the text names."""
SUBNETS = """\
The owner may do what is marked *owner*, root may do everything. *waits*: the owner waits some tempos between two
changes. *not near an epoch*: refused to both while the next epoch is near. *any netuid*: also written for subnets that
do not exist."""


def hyperparameter_page() -> str:
    """Return the page."""
    subnets = sorted(SUBNET_SETTINGS, key=lambda row: row.item.name)
    network = sorted(NETWORK_SETTINGS, key=lambda row: row.item.name)
    head = ("name", "in clients", "type", "default", "who and when", "bounds", "call", "meaning")
    return page(
        "hyperparameters.md",
        "Hyperparameters",
        INTRO,
        section("Of a subnet", f"{SUBNETS}\n\n" + table(head, [_subnet_row(row) for row in subnets])),
        section(
            "Of the network",
            "Only root sets these.\n\n" + table(head, [_network_row(row) for row in network]),
        ),
    )


def _subnet_row(row: SubnetSetting) -> tuple[str, ...]:
    when = ["owner" if row.owner else "root"]
    when += ["waits"] if row.limit is not None else []
    when += ["not near an epoch"] if row.frozen else []
    when += [] if row.exists else ["any netuid"]
    when += [] if row.root_subnet else ["not for netuid 0"]
    bounds = ", ".join(bound.text for bound in row.bounds)
    return _row(row.item, ", ".join(when), bounds, linked(f"`{row.call}`", "AdminUtils", "call", row.call))


def _network_row(row: NetworkSetting) -> tuple[str, ...]:
    return _row(row.item, "root", row.bound, linked(f"`{row.call}`", row.pallet, "call", row.call))


def _row(item: StorageItem, when: str, bounds: str, call: str) -> tuple[str, ...]:
    return (
        anchored("hyperparameter", item.name),
        code(_client_name(item)),
        type_text(item.value),
        default_text(item),
        when,
        bounds,
        call,
        item.doc,
    )


def _client_name(item: StorageItem) -> str:
    """Return the name that clients know; empty where they read the storage item itself."""
    for name, reader in READERS.items():
        if isinstance(reader, FunctionType) and any(one is item for one in named_by(reader)):
            return name
    return ""
