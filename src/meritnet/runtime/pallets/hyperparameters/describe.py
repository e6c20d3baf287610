"""Returns the tables of settings as text, from the rows that make the calls.

Run as a module it brings the README's tables up to date.
"""

from collections.abc import Iterable
from pathlib import Path

from meritnet.codec import Case
from meritnet.primitives.params import Param
from meritnet.state.items import StorageItem

from .network_table import NETWORK_SETTINGS
from .rows import NetworkSetting, SubnetSetting
from .table import SUBNET_SETTINGS

README = Path(__file__).with_name("README.md")
HEAD = ("| storage | type | default | call | who | bounds | meaning |", "|---|---|---|---|---|---|---|")


def marks(row: SubnetSetting) -> str:
    """Return who may make a call and when: R root or O owner, L owner's wait, W freeze window, e must exist."""
    letters = ["O" if row.owner else "R"]
    letters += [letter for letter, on in (("L", row.limit), ("W", row.frozen), ("e", row.exists)) if on]
    return " ".join(letters) + ("" if row.root_subnet else ", not root")


def subnet_table(rows: Iterable[SubnetSetting] = SUBNET_SETTINGS) -> str:
    """Return the settings of subnets as a Markdown table, by call index."""
    lines = [
        _line(row.item, f"{row.index} {row.call}", marks(row), ", ".join(bound.text for bound in row.bounds))
        for row in sorted(rows, key=lambda row: row.index)
    ]
    return "\n".join((*HEAD, *lines))


def network_table(rows: Iterable[NetworkSetting] = NETWORK_SETTINGS) -> str:
    """Return the values of the network as a Markdown table, by pallet and call index."""
    lines = [
        _line(row.item, f"{row.pallet} {row.index} {row.call}", "R", row.bound)
        for row in sorted(rows, key=lambda row: (row.pallet, row.index))
    ]
    return "\n".join((*HEAD, *lines))


def _line(item: StorageItem, call: str, who: str, bounds: str) -> str:
    return f"| {item.name} | {item.value.name} | {_default(item)} | {call} | {who} | {bounds} | {item.doc} |"


def _default(item: StorageItem) -> str:
    default = item.default
    if isinstance(default, Param):
        return f"chain parameter `{default.name}`"
    if isinstance(default, Case):
        return default.name
    if isinstance(default, bool):
        return "yes" if default else "no"
    return f"{default:,}" if isinstance(default, int) else str(default)


def updated(page: str) -> str:
    """Return the README's text with its two tables as the rows say."""
    for name, table in (("subnet", subnet_table()), ("network", network_table())):
        before, mark, rest = page.partition(f"<!-- {name} table -->\n")
        page = before + mark + table + "\n\n" + rest[rest.index("\n## ") + 1 :]
    return page


if __name__ == "__main__":
    README.write_text(updated(README.read_text(encoding="utf-8")), encoding="utf-8")
