"""Who a call comes from: root, a signed account, or nobody (inherents)."""

from dataclasses import dataclass

from .errors import BadOrigin


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a dispatch. `account` is set for signed origins only."""

    kind: str
    account: bytes | None = None

    @property
    def is_root(self) -> bool:
        """Whether this is the root origin."""
        return self.kind == "root"


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
