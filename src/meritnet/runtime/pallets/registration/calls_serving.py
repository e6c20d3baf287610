"""Calls by which a neuron announces its endpoints and a coldkey its identity."""

from meritnet.codec import BYTES, U8, U16, U32, U128, Type
from meritnet.codec.common import NET_UID
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.origin import Origin, ensure_signed
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.subtensor.errors import HotKeyNotRegisteredInNetwork, InvalidIdentity

from . import hotkeys, identity, serving, storage, uids
from .events import AxonServed, ChainIdentitySet, PrometheusServed
from .types import CHAIN_IDENTITY_V2

PALLET = "SubtensorModule"
AXON: dict[str, Type] = {
    "netuid": NET_UID,
    "version": U32,
    "ip": U128,
    "port": U16,
    "ip_type": U8,
    "protocol": U8,
    "placeholder1": U8,
    "placeholder2": U8,
}


@call(PALLET, 4, AXON, weight=measured(31_278_000, 4178, reads=3, writes=1), pays=False)
def serve_axon(
    ctx: Context,
    origin: Origin,
    netuid: int,
    version: int,
    ip: int,
    port: int,
    ip_type: int,
    protocol: int,
    placeholder1: int,
    placeholder2: int,
) -> None:
    """Announce where the signing hotkey serves its axon; ip_type 4 or 6, protocol and placeholders are free."""
    hotkey = ensure_signed(origin)
    serving.ensure_axon(ctx, hotkey, netuid, ip, port, ip_type)
    serving.put_axon(ctx, hotkey, netuid, version, ip, port, ip_type, protocol, placeholder1, placeholder2)
    ctx.emit(AxonServed, netuid, hotkey)


@call(
    PALLET,
    40,
    {**AXON, "certificate": BYTES},
    weight=measured(30_617_000, 4149, reads=3, writes=1),
    pays=False,
)
def serve_axon_tls(
    ctx: Context,
    origin: Origin,
    netuid: int,
    version: int,
    ip: int,
    port: int,
    ip_type: int,
    protocol: int,
    placeholder1: int,
    placeholder2: int,
    certificate: bytes,
) -> None:
    """Announce an axon with a certificate: a byte for the algorithm and a public key of at most 64 bytes."""
    hotkey = ensure_signed(origin)
    serving.ensure_axon(ctx, hotkey, netuid, ip, port, ip_type)
    serving.put_certificate(ctx, hotkey, netuid, certificate)
    serving.put_axon(ctx, hotkey, netuid, version, ip, port, ip_type, protocol, placeholder1, placeholder2)
    ctx.emit(AxonServed, netuid, hotkey)


@call(
    PALLET,
    5,
    {"netuid": NET_UID, "version": U32, "ip": U128, "port": U16, "ip_type": U8},
    weight=measured(29_294_000, 4277, reads=3, writes=1),
    pays=False,
)
def serve_prometheus(
    ctx: Context, origin: Origin, netuid: int, version: int, ip: int, port: int, ip_type: int
) -> None:
    """Announce where the signing hotkey serves its metrics."""
    hotkey = ensure_signed(origin)
    serving.ensure_prometheus(ctx, hotkey, netuid, ip, port, ip_type)
    serving.put_prometheus(ctx, hotkey, netuid, version, ip, port, ip_type)
    ctx.emit(PrometheusServed, netuid, hotkey)


@call(
    PALLET,
    68,
    dict.fromkeys(identity.MAX_BYTES, BYTES),
    weight=measured(32_040_000, 6829, reads=3, writes=1),
)
def set_identity(
    ctx: Context,
    origin: Origin,
    name: bytes,
    url: bytes,
    github_repo: bytes,
    image: bytes,
    discord: bytes,
    description: bytes,
    additional: bytes,
) -> None:
    """Set the public identity of a coldkey that owns a registered hotkey."""
    coldkey = ensure_signed(origin)
    registered = any(uids.is_registered_anywhere(ctx, h) for h in hotkeys.owned_by(ctx, coldkey))
    ensure(registered, HotKeyNotRegisteredInNetwork, coldkey=coldkey)
    record = CHAIN_IDENTITY_V2(name, url, github_repo, image, discord, description, additional)
    problem = identity.problem(record._asdict())
    ensure(problem is None, InvalidIdentity, problem=problem)
    storage.identities_v2.set(ctx, coldkey, record)
    ctx.emit(ChainIdentitySet, coldkey)
