"""What a neuron asks of a chain, in the public client's own terms: the name of one of its intents and its arguments.

Nothing here needs the client library: `client_intents` makes the library's objects of them when a call is sent.
Units: amounts in rao; the library takes them as decimal text, exactly.
"""

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from meritnet.primitives.errors import Invalid
from meritnet.primitives.units import RAO_PER_TAO

PROTOCOL_TAG = 4
RECORD_VERSION = 1

IntentValue: TypeAlias = "int | float | str | bool | Sequence[IntentValue] | Mapping[str, IntentValue]"
"""An argument of an intent: what JSON can say."""


class InvalidPublicAddress(Invalid):
    """Text is no IP address that can be published."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One change of the chain's state."""

    op: str
    """The library's name of it, such as `add_stake`."""
    args: Mapping[str, IntentValue] = field(default_factory=dict)

    def to_json(self) -> dict[str, IntentValue]:
        """Return the flat form in which the library batches intents."""
        return {"op": self.op, **self.args}


def transfer(account: str, rao: int) -> Intent:
    """Return the transfer of TAO from the coldkey that signs."""
    return Intent("transfer", {"dest_ss58": account, "amount_tao": _amount(rao)})


def batch(intents: Sequence[Intent]) -> Intent:
    """Return intents of one signer as one: all of them happen, or none."""
    return Intent("batch", {"intents": [intent.to_json() for intent in intents]})


def register_subnet(hotkey: str) -> Intent:
    """Return the registration of a new subnet whose owner signs."""
    return Intent("register_subnet", {"hotkey_ss58": hotkey})


def start_subnet(netuid: int) -> Intent:
    """Return the start of a subnet by its owner."""
    return Intent("start_call", {"netuid": netuid})


def register(netuid: int, hotkey: str, limit_rao: int | None = None) -> Intent:
    """Return the registration of a hotkey, for at most `limit_rao` if given; goes through the shield."""
    args: dict[str, IntentValue] = {"netuid": netuid, "hotkey_ss58": hotkey}
    if limit_rao is not None:
        args["limit_rao"] = limit_rao
    return Intent("burned_register", args)


def stake(netuid: int, hotkey: str, rao: int, tolerance: float | None) -> Intent:
    """Return staking of TAO; refused if the price rises by more than the fraction `tolerance` (None: at any price)."""
    args: dict[str, IntentValue] = {"netuid": netuid, "hotkey_ss58": hotkey, "amount_tao": _amount(rao)}
    return Intent("add_stake", {**args, **_protection(tolerance)})


def unstake(netuid: int, hotkey: str, alpha_rao: int, tolerance: float | None) -> Intent:
    """Return unstaking of alpha; refused if the price falls by more than the fraction `tolerance`."""
    args: dict[str, IntentValue] = {
        "netuid": netuid,
        "hotkey_ss58": hotkey,
        "amount_alpha": _amount(alpha_rao),
    }
    return Intent("remove_stake", {**args, **_protection(tolerance)})


def set_weights(netuid: int, uids: Sequence[int], values: Sequence[int], version: int) -> Intent:
    """Return a row of weights; the library sends it openly or under a timelock, as the subnet wants."""
    return Intent(
        "set_weights",
        {"netuid": netuid, "uids": list(uids), "weights": list(values), "version_key": version},
    )


def serve(netuid: int, host: str, port: int) -> Intent:
    """Return the publication of where a miner listens.

    The chain refuses 127.0.0.1 itself, so a local address is published in its IPv6 spelling.
    Raises: InvalidPublicAddress if the host is a name and no address.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        raise InvalidPublicAddress(
            f"{host!r} is no IP address; give the public one with --public-ip"
        ) from None
    if address.is_loopback and isinstance(address, ipaddress.IPv4Address):
        address = ipaddress.IPv6Address(f"::ffff:{address}")
    return Intent(
        "serve_axon",
        {
            "netuid": netuid,
            "ip": str(address),
            "port": port,
            "protocol": PROTOCOL_TAG,
            "version": RECORD_VERSION,
        },
    )


def _amount(rao: int) -> str:
    return f"{rao // RAO_PER_TAO}.{rao % RAO_PER_TAO:09d}"


def _protection(tolerance: float | None) -> dict[str, IntentValue]:
    if tolerance is None:
        return {"slippage_protection": False}
    return {"slippage_protection": True, "rate_tolerance": tolerance}
