"""Fails every test that reaches for the network beyond this machine."""

import ipaddress
import sys
from collections.abc import Sequence

from meritnet.primitives.errors import Denied

LOCAL_NAMES = frozenset({"", "localhost", "localhost.localdomain"})


class NetworkDenied(Denied):
    """A test tried to reach an address that is not on this machine."""


def is_local_host(host: object) -> bool:
    """Tell whether a host name or address is this machine's own."""
    if host is None:
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if text in LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


class NetworkGuard:
    """Watches the interpreter's socket events while armed and keeps what it refused.

    An audit hook sees every connect, sendto and name look-up made through Python's `socket`, whichever
    library asks; it cannot be removed, so the guard is armed and disarmed instead.
    Absent: connections that native code opens by itself (uvloop, child processes) raise no such events.
    """

    def __init__(self) -> None:
        """Start disarmed."""
        self.armed = False
        self.refused: list[str] = []
        self._installed = False

    def arm(self) -> None:
        """Refuse everything beyond loopback from now on."""
        if not self._installed:
            sys.addaudithook(self._on_event)
            self._installed = True
        self.refused.clear()
        self.armed = True

    def disarm(self) -> list[str]:
        """Stop refusing and return what was refused since `arm`."""
        self.armed = False
        refused, self.refused = self.refused, []
        return refused

    def _on_event(self, event: str, arguments: Sequence[object]) -> None:
        if not self.armed or not event.startswith("socket."):
            return
        if event in ("socket.connect", "socket.sendto"):
            address = arguments[1]
            # Unix sockets have a path, not a (host, port) pair, and stay on this machine.
            host = address[0] if isinstance(address, tuple) and address else None
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            host = arguments[0]
        else:
            return
        if not is_local_host(host):
            what = f"{event} {host!r}"
            self.refused.append(what)
            raise NetworkDenied(f"{what} leaves this machine; tests use loopback and recorded files only")
