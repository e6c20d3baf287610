"""Endpoints of neurons: what may be served, and how it is recorded.

A served endpoint is a public announcement: address, port and, for TLS, a certificate.
"""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.hyperparameters.rate_limits import is_over
from meritnet.runtime.pallets.subtensor.errors import (
    HotKeyNotRegisteredInNetwork,
    InvalidIpAddress,
    InvalidIpType,
    InvalidPort,
    ServingRateLimitExceeded,
)

from . import storage, uids
from .types import AXON_INFO, MAX_PUBLIC_KEY_BYTES, NEURON_CERTIFICATE, PROMETHEUS_INFO

IPV4, IPV6 = 4, 6
LOCALHOST = {IPV4: 0x7F00_0001, IPV6: 1}
FIRST_INVALID = {IPV4: 2**32 - 1, IPV6: 2**128 - 1}
"""The all-ones address and, for IPv4, every number that is no address."""


def ensure_axon(ctx: Context, hotkey: bytes, netuid: int, ip: int, port: int, ip_type: int) -> None:
    """Raises: the first error that keeps `hotkey` from serving this axon now. An address of zero is allowed."""
    _ensure_registered(ctx, netuid, hotkey)
    _ensure_address(ip_type, ip, allow_zero=True)
    record = storage.axons.get(ctx, netuid, hotkey)
    _ensure_rate(ctx, netuid, 0 if record is None else record.block)
    ensure(port, InvalidPort, port=port)


def ensure_prometheus(ctx: Context, hotkey: bytes, netuid: int, ip: int, port: int, ip_type: int) -> None:
    """Raises: the first error that keeps `hotkey` from serving this prometheus endpoint now."""
    _ensure_address(ip_type, ip, allow_zero=False)
    _ensure_registered(ctx, netuid, hotkey)
    record = storage.prometheus.get(ctx, netuid, hotkey)
    _ensure_rate(ctx, netuid, 0 if record is None else record.block)
    ensure(port, InvalidPort, port=port)


def put_axon(
    ctx: Context,
    hotkey: bytes,
    netuid: int,
    version: int,
    ip: int,
    port: int,
    ip_type: int,
    protocol: int,
    placeholder1: int,
    placeholder2: int,
) -> None:
    """Record an axon that was checked."""
    record = AXON_INFO(ctx.block_number, version, ip, port, ip_type, protocol, placeholder1, placeholder2)
    storage.axons.set(ctx, netuid, hotkey, record)


def put_prometheus(
    ctx: Context, hotkey: bytes, netuid: int, version: int, ip: int, port: int, ip_type: int
) -> None:
    """Record a prometheus endpoint that was checked."""
    record = PROMETHEUS_INFO(ctx.block_number, version, ip, port, ip_type)
    storage.prometheus.set(ctx, netuid, hotkey, record)


def put_certificate(ctx: Context, hotkey: bytes, netuid: int, certificate: bytes) -> None:
    """Record a certificate: one byte of algorithm, then the public key. One of a wrong length is ignored.

    Quirk: the caller is not told, and an older certificate stays.
    """
    if 1 <= len(certificate) <= 1 + MAX_PUBLIC_KEY_BYTES:
        record = NEURON_CERTIFICATE(public_key=certificate[1:], algorithm=certificate[0])
        storage.neuron_certificates.set(ctx, netuid, hotkey, record)


def is_valid_address(ip_type: int, ip: int, *, allow_zero: bool) -> bool:
    """Return whether `ip` may be announced: neither localhost nor all ones, zero only if allowed."""
    return (allow_zero or ip != 0) and ip < FIRST_INVALID[ip_type] and ip != LOCALHOST[ip_type]


def _ensure_registered(ctx: Context, netuid: int, hotkey: bytes) -> None:
    ensure(
        uids.is_registered(ctx, netuid, hotkey), HotKeyNotRegisteredInNetwork, netuid=netuid, hotkey=hotkey
    )


def _ensure_address(ip_type: int, ip: int, *, allow_zero: bool) -> None:
    ensure(ip_type in LOCALHOST, InvalidIpType, ip_type=ip_type)
    ensure(is_valid_address(ip_type, ip, allow_zero=allow_zero), InvalidIpAddress, ip=ip, ip_type=ip_type)


def _ensure_rate(ctx: Context, netuid: int, last: int) -> None:
    limit = hyper.serving_rate_limit.get(ctx, netuid)
    ensure(
        is_over(ctx.block_number, last, limit),
        ServingRateLimitExceeded,
        netuid=netuid,
        next_block=last + limit,
    )
