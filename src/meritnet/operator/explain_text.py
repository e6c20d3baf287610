"""Amounts, keys and shares in the words of the explanations."""

from decimal import Decimal, InvalidOperation

from meritnet.neuron import networks, wallet
from meritnet.neuron.networks import NetworkNotFound
from meritnet.primitives import ss58
from meritnet.primitives.errors import Invalid

RAO = 10**9
BILLION = 10**9
MOST = 2**64 - 1


class InvalidAmount(Invalid):
    """An amount is no number, negative, finer than a rao or larger than the chain can hold."""


def rao_of(text: str) -> int:
    """Return the rao of an amount such as `10.5`. Raises: InvalidAmount."""
    try:
        amount = Decimal(text.replace("_", "").replace(",", "")) * RAO
        whole = int(amount)
    except (InvalidOperation, OverflowError, ValueError):
        raise InvalidAmount(f"{text[:40]!r} is no amount; write it like 10 or 0.25") from None
    if whole != amount or not 0 < whole <= MOST:
        raise InvalidAmount(
            f"{text[:40]} must be above 0, at most {MOST // RAO:,}, with 9 digits behind the point at most"
        )
    return whole


def amount(rao: int, unit: str, digits: int = 6) -> str:
    """Return an amount for people."""
    return f"{rao / RAO:,.{digits}f} {unit}".rstrip()


def tao(rao: int | None) -> str:
    """Return TAO for people, a dash for nothing known."""
    return "–" if rao is None else amount(rao, "TAO")


def alpha(rao: int | None) -> str:
    """Return alpha for people, a dash for nothing known."""
    return "–" if rao is None else amount(rao, "alpha")


def percent(ppb: int, digits: int = 2) -> str:
    """Return parts per billion for people."""
    return f"{ppb / BILLION:.{digits}%}"


def short(address: str | None) -> str:
    """Return an address cut for tables."""
    return "–" if address is None else f"{address[:6]}…{address[-4:]}"


def address_of(name: str, *, cold: bool = False) -> str:
    """Return an address: the one given, or that of a key of a wallet of the local network by the wallet's name.

    Raises: Invalid for what is neither.
    """
    try:
        return ss58.encode(ss58.decode(name))
    except Invalid:
        pass
    try:
        folder = networks.load("local").wallets
    except NetworkNotFound:
        raise Invalid(f"{name[:60]!r} is no SS58 address, and no local network has wallets here") from None
    if not wallet.exists(folder, name):
        raise Invalid(
            f"{name[:60]!r} is neither an SS58 address nor a wallet in {folder}; `ls {folder}` lists them"
        )
    handle = wallet.open_wallet(folder, name, "default")
    return str((handle.coldkeypub if cold else handle.hotkey).ss58_address)
