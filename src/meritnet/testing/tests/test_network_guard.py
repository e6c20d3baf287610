"""Tests of the network guard: loopback passes, everything beyond is refused and remembered."""

import asyncio
import socket
from collections.abc import Iterator

import pytest

from meritnet.testing.network_guard import NetworkDenied, NetworkGuard, is_local_host

# TEST-NET-1: reserved for documentation, routed nowhere; the guard refuses before a packet could leave.
FOREIGN = "192.0.2.1"


@pytest.fixture
def guard() -> Iterator[NetworkGuard]:
    """Yield a guard of the test's own while the guard of the whole run looks away."""
    from meritnet.testing.plugin import GUARD

    GUARD.armed = False
    own = NetworkGuard()
    own.arm()
    yield own
    own.disarm()


@pytest.mark.parametrize(
    "host", [None, "", "localhost", "127.0.0.1", "127.9.9.9", "::1", "0.0.0.0", b"127.0.0.1"]
)
def test_own_hosts_are_local(host: object) -> None:
    assert is_local_host(host)


@pytest.mark.parametrize(
    "host", ["10.0.0.1", FOREIGN, "example.invalid", "2001:db8::1", b"\xff", "127.0.0.1.evil"]
)
def test_other_hosts_are_not_local(host: object) -> None:
    assert not is_local_host(host)


def test_loopback_connection_passes(guard: NetworkGuard) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        assert guard.refused == []


def test_tcp_beyond_loopback_is_refused_and_remembered(guard: NetworkGuard) -> None:
    with socket.socket() as client, pytest.raises(NetworkDenied, match=FOREIGN):
        client.connect((FOREIGN, 80))
    assert guard.disarm() == [f"socket.connect '{FOREIGN}'"]


def test_datagram_beyond_loopback_is_refused(guard: NetworkGuard) -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as client, pytest.raises(NetworkDenied):
        client.sendto(b"x", (FOREIGN, 53))


def test_name_lookup_is_refused(guard: NetworkGuard) -> None:
    with pytest.raises(NetworkDenied, match=r"example\.invalid"):
        socket.getaddrinfo("example.invalid", 80)


async def test_asyncio_connection_beyond_loopback_is_refused(guard: NetworkGuard) -> None:
    with pytest.raises(NetworkDenied):
        await asyncio.open_connection(FOREIGN, 80)


def test_disarmed_guard_is_silent(guard: NetworkGuard) -> None:
    guard.disarm()
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        client.connect((FOREIGN, 9))  # a datagram socket's connect sends nothing
    assert guard.refused == []
