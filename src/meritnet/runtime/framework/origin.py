"""Who a call comes from: root, a signed account, or nobody (inherents); and what limits its calls."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from meritnet.codec import Case

from .errors import BadOrigin

CallFilter = Callable[[Any, Case], None]
"""A check `filter(ctx, call)` of what an origin may call. Raises: CallFiltered."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a dispatch. `account` is set for signed origins only.

    `filters` hold for the call made with this origin and for calls that it makes with the same origin, such as those
    of a batch. Root passes them all.
    """

    kind: str
    account: bytes | None = None
    filters: tuple[CallFilter, ...] = field(default=(), compare=False)

    @property
    def is_root(self) -> bool:
        """Whether this is the root origin."""
        return self.kind == "root"

    def limited(self, check: CallFilter) -> "Origin":
        """Return this origin with one more filter."""
        return replace(self, filters=(*self.filters, check))

    def become(self, account: bytes) -> "Origin":
        """Return the origin of another account under the same filters."""
        return Origin("signed", account, self.filters)


ROOT = Origin("root")
NONE = Origin("none")


def signed(account: bytes) -> Origin:
    """Return the origin of a call signed by `account`."""
    return Origin("signed", account)


def ensure_signed(origin: Origin) -> bytes:
    """Return the signer. Raises: BadOrigin for root and inherents."""
    if origin.account is None:
        raise BadOrigin
    return origin.account


def ensure_root(origin: Origin) -> None:
    """Raises: BadOrigin unless the origin is root."""
    if origin.kind != "root":
        raise BadOrigin


def ensure_none(origin: Origin) -> None:
    """Raises: BadOrigin unless the call is an inherent."""
    if origin.kind != "none":
        raise BadOrigin
