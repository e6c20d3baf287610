"""Genesis of a network of one's own, from a document: who holds what, the sudo key, the authorities.

    {"balances": {"5...": "1000000000000"}, "sudo": "5...", "authorities": ["5..."], "evm_chain_id": 42}

Amounts are rao, as text or number. A chain id that no other network has keeps signed limit orders on this one; it may
be left out. Development keys are refused: everybody knows their secrets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meritnet.crypto.dev_keys import keypair
from meritnet.primitives import ss58
from meritnet.primitives.errors import Invalid
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.aura import storage as aura
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.balances.storage import EXISTENTIAL_DEPOSIT
from meritnet.runtime.pallets.emission.money import MAX_SUPPLY
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.accounts import DEFAULT_ACCOUNT
from meritnet.runtime.pallets.sudo.declarations import key as sudo_key

from . import base, local

KEYS = {"balances", "sudo", "authorities", "evm_chain_id"}
MAX_AUTHORITIES = 32
MAX_CHAIN_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class NetworkGenesis:
    """A checked genesis document. Units: rao."""

    balances: tuple[tuple[bytes, int], ...]
    sudo: bytes | None
    authorities: tuple[bytes, ...]
    evm_chain_id: int = base.EVM_CHAIN_ID


def parse(document: Any) -> NetworkGenesis:  # Any: JSON of a file
    """Return the genesis that a JSON document describes. Raises: Invalid."""
    if not isinstance(document, Mapping) or set(document) - KEYS or "balances" not in document:
        raise Invalid(
            "a genesis document has balances, sudo and authorities; see docs/guides/operate-a-node.md"
        )
    if not isinstance(document["balances"], Mapping) or not isinstance(document.get("authorities", []), list):
        raise Invalid("balances must be an object of address to rao, authorities a list of addresses")
    balances_ = tuple(sorted((_account(a), _amount(a, v)) for a, v in document["balances"].items()))
    total = sum(amount for _, amount in balances_)
    if total > MAX_SUPPLY:
        raise Invalid(
            f"the balances add up to {total} rao, more than the supply of {MAX_SUPPLY}; give out less"
        )
    authorities = tuple(_account(a) for a in document.get("authorities", []))
    if not 1 <= len(authorities) <= MAX_AUTHORITIES:
        raise Invalid(
            f"{len(authorities)} authorities; name 1 to {MAX_AUTHORITIES} accounts that get the fees"
        )
    sudo = document.get("sudo")
    chain_id = document.get("evm_chain_id", base.EVM_CHAIN_ID)
    if type(chain_id) is not int or not 1 <= chain_id <= MAX_CHAIN_ID:
        raise Invalid(f"evm_chain_id is {chain_id!r}; give a whole number from 1 to {MAX_CHAIN_ID}")
    return NetworkGenesis(balances_, None if sudo is None else _account(sudo), authorities, chain_id)


def _account(address: Any) -> bytes:  # Any: JSON value
    if not isinstance(address, str):
        raise Invalid(f"{address!r} is not an address; give 48 characters that begin with 5")
    account = ss58.decode(address)
    if account in DEVELOPMENT:
        raise Invalid(f"{address} is a development key whose secret everybody knows; use a key of your own")
    return account


def _amount(address: str, value: Any) -> int:  # Any: JSON value
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isdecimal():
        raise Invalid(f"the balance of {address} is {value!r}; give whole rao")
    amount = int(value)
    if amount < EXISTENTIAL_DEPOSIT:
        raise Invalid(f"the balance of {address} is {amount} rao, the least is {EXISTENTIAL_DEPOSIT}")
    return amount


DEVELOPMENT = frozenset(keypair(uri).account for uri in local.RICH_URIS + local.MODEST_URIS)
"""Accounts of the development keys that every tool knows."""


def build(ctx: Context, options: NetworkGenesis, salt: bytes) -> None:
    """Write the genesis state into a context of block 0: accounts, root network, limit orders, nothing else."""
    base.identity(ctx, salt)
    for account, amount in options.balances:
        balances.set_balance(ctx, account, amount)
    if options.sudo is not None:
        sudo_key.set(ctx, options.sudo)
    aura.authorities.set(ctx, options.authorities)
    base.root_network(ctx, DEFAULT_ACCOUNT, DEFAULT_ACCOUNT)
    base.markets(ctx, options.evm_chain_id)
    subnets.total_networks.set(ctx, 1)
