"""Calls on whole subnets: owners register, start and describe them, root dissolves them."""

from meritnet.codec import BYTES, Option
from meritnet.codec.common import ACCOUNT_ID, NET_UID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_root, ensure_signed
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.hyperparameters.authority import ensure_owner_or_root
from meritnet.runtime.pallets.subtensor.errors import SymbolAlreadyInUse, SymbolDoesNotExist

from . import dissolve, events, identity, registering, starting, storage
from .symbols import is_selectable
from .types import SUBNET_IDENTITY_V3

PALLET = "SubtensorModule"
DISSOLVE_WEIGHT = measured(119_000_000, reads=6, writes=31)


@call(PALLET, 59, {"hotkey": ACCOUNT_ID}, weight=measured(277_125_000, 9947, reads=40, writes=48))
def register_network(ctx: Context, origin: Origin, hotkey: bytes) -> None:
    """Register a subnet: the signer becomes its owner, `hotkey` its owner hotkey and first neuron."""
    registering.register(ctx, ensure_signed(origin), hotkey)


@call(
    PALLET,
    79,
    {"hotkey": ACCOUNT_ID, "identity": Option(SUBNET_IDENTITY_V3)},
    weight=measured(275_041_000, 9883, reads=39, writes=47),
)
def register_network_with_identity(
    ctx: Context, origin: Origin, hotkey: bytes, identity: tuple[bytes, ...] | None
) -> None:
    """Register a subnet and describe it in the same call."""
    registering.register(ctx, ensure_signed(origin), hotkey, identity)


@call(PALLET, 92, {"netuid": NET_UID}, weight=measured(39_454_000, 4583, reads=5, writes=2))
def start_call(ctx: Context, origin: Origin, netuid: int) -> None:
    """Start a subnet: its alpha can be staked and it takes part in emission from the next block on."""
    starting.start(ctx, origin, netuid)


@call(
    PALLET,
    78,
    {"netuid": NET_UID, **dict.fromkeys(identity.LIMITS, BYTES)},
    weight=measured(17_513_000, 4060, reads=1, writes=1),
)
def set_subnet_identity(ctx: Context, origin: Origin, netuid: int, *fields: bytes) -> None:
    """Describe a subnet, as its owner."""
    identity.set_by_owner(ctx, ensure_signed(origin), netuid, fields)


@call(
    PALLET,
    112,
    {"netuid": NET_UID, "symbol": BYTES},
    weight=measured(28_313_000, 9074, reads=4, writes=1),
)
def update_symbol(ctx: Context, origin: Origin, netuid: int, symbol: bytes) -> None:
    """Choose another symbol from the table, one that no subnet uses.

    Quirk: root may give a symbol to a subnet that does not exist.
    """
    ensure_owner_or_root(ctx, origin, netuid)
    ensure(is_selectable(symbol), SymbolDoesNotExist, symbol=symbol)
    ensure(
        all(used != symbol for _, used in storage.token_symbol.iter(ctx)), SymbolAlreadyInUse, symbol=symbol
    )
    storage.token_symbol.set(ctx, netuid, symbol)
    ctx.emit(events.SymbolUpdated, netuid, symbol)


@call(PALLET, 61, {"coldkey": ACCOUNT_ID, "netuid": NET_UID}, weight=DISSOLVE_WEIGHT)
def dissolve_network(ctx: Context, origin: Origin, coldkey: bytes, netuid: int) -> None:
    """Dissolve a subnet as root: its stakers are paid from the pool, all else it kept is recycled or deleted.

    Quirk: the coldkey is not looked at.
    """
    ensure_root(origin)
    dissolve.dissolve(ctx, netuid)


@call(PALLET, 120, {"netuid": NET_UID}, weight=DISSOLVE_WEIGHT)
def root_dissolve_network(ctx: Context, origin: Origin, netuid: int) -> None:
    """Dissolve a subnet as root, like `dissolve_network`."""
    ensure_root(origin)
    dissolve.dissolve(ctx, netuid)
