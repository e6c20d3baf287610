"""Calls that register neurons and associate hotkeys."""

from meritnet.codec import BYTES, U64
from meritnet.codec.common import ACCOUNT_ID, NET_UID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_signed
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.subnets import queries as subnets
from meritnet.runtime.pallets.subtensor.errors import RegistrationPriceLimitExceeded, RootNetworkDoesNotExist

from . import hotkeys, neuron, storage

PALLET = "SubtensorModule"


@call(
    PALLET,
    6,
    {
        "netuid": NET_UID,
        "block_number": U64,
        "nonce": U64,
        "work": BYTES,
        "hotkey": ACCOUNT_ID,
        "coldkey": ACCOUNT_ID,
    },
    weight=measured(349_872_000, 6148, reads=34, writes=29),
)
def register(
    ctx: Context,
    origin: Origin,
    netuid: int,
    block_number: int,
    nonce: int,
    work: bytes,
    hotkey: bytes,
    coldkey: bytes,
) -> None:
    """Register a hotkey on a subnet for its price; proof of work and the named coldkey are ignored, the signer pays."""
    neuron.register(ctx, ensure_signed(origin), netuid, hotkey)


@call(
    PALLET,
    7,
    {"netuid": NET_UID, "hotkey": ACCOUNT_ID},
    weight=measured(336_815_000, 6148, reads=34, writes=29),
)
def burned_register(ctx: Context, origin: Origin, netuid: int, hotkey: bytes) -> None:
    """Register a hotkey on a subnet for its price of the moment."""
    neuron.register(ctx, ensure_signed(origin), netuid, hotkey)


@call(PALLET, 62, {"hotkey": ACCOUNT_ID}, weight=measured(103_934_000, 4981, reads=19, writes=16))
def root_register(ctx: Context, origin: Origin, hotkey: bytes) -> None:
    """Give a hotkey a seat on root; the full root replaces the seat with the least stake."""
    ensure(subnets.exists(ctx, neuron.ROOT), RootNetworkDoesNotExist)
    neuron.root_register(ctx, ensure_signed(origin), hotkey)


@call(PALLET, 91, {"hotkey": ACCOUNT_ID}, weight=measured(25_337_000, 4283, reads=3, writes=3))
def try_associate_hotkey(ctx: Context, origin: Origin, hotkey: bytes) -> None:
    """Make an unknown hotkey the signer's; a known one stays as it is, without an error."""
    hotkeys.associate(ctx, ensure_signed(origin), hotkey)


@call(
    PALLET,
    134,
    {"netuid": NET_UID, "hotkey": ACCOUNT_ID, "limit_price": U64},
    weight=measured(354_200_000, 0, reads=47, writes=40),
)
def register_limit(ctx: Context, origin: Origin, netuid: int, hotkey: bytes, limit_price: int) -> None:
    """Register a hotkey on a subnet unless its price is above `limit_price` rao."""
    coldkey = ensure_signed(origin)
    neuron.ensure_open_subnet(ctx, netuid)
    price = storage.burn.get(ctx, netuid)
    ensure(price <= limit_price, RegistrationPriceLimitExceeded, price=price, limit=limit_price)
    neuron.register(ctx, coldkey, netuid, hotkey)
