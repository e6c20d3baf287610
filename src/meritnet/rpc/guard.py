"""Decides from the Host and Origin headers whether a request may come in.

A node on loopback must not be reachable from a web page that a user happens to visit: another site's page is
refused by its Origin, and a name that an attacker points at 127.0.0.1 (DNS rebinding) by its Host.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules for one server: `origins` are let in besides loopback; external servers let everyone in."""

    is_external: bool
    origins: frozenset[str] = frozenset()

    def refusal(self, host: str | None, origin: str | None) -> str | None:
        """Return why a request is refused, None if it may come in."""
        if self.is_external:
            return None
        if host is not None and host_name(f"//{host}") not in LOOPBACK_NAMES:
            return f"Host {host[:80]!r} is not loopback; use localhost, or start the node with --rpc-external"
        if origin is None or origin in self.origins or host_name(origin) in LOOPBACK_NAMES:
            return None
        return f"Origin {origin[:80]!r} is not allowed; open the page from localhost, or allow this origin"


def host_name(url: str) -> str | None:
    """Return the host of a URL in lower case, None if it has none."""
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def guard_middleware(guard: Guard) -> Middleware:
    """Build the aiohttp middleware that refuses with 403 and adds the CORS headers browsers ask for."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get(hdrs.ORIGIN)
        refusal = guard.refusal(request.headers.get(hdrs.HOST), origin)
        if refusal is not None:
            return web.Response(status=403, text=refusal)
        if request.method == hdrs.METH_OPTIONS:
            response: web.StreamResponse = web.Response(status=204)
        else:
            response = await handler(request)
        if origin is not None and not response.prepared:
            response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = origin
            response.headers[hdrs.ACCESS_CONTROL_ALLOW_METHODS] = "POST, GET, OPTIONS"
            response.headers[hdrs.ACCESS_CONTROL_ALLOW_HEADERS] = "Content-Type"
            response.headers[hdrs.VARY] = hdrs.ORIGIN
        return response

    return check
