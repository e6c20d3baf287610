"""Errors of the Proxy pallet.

Quirk: five of them stand in metadata in the words that SDK 10's test programs compare literally.
"""

from meritnet.runtime.framework.errors import ErrorDef

from .types import MAX_PENDING, MAX_PROXIES

PALLET = "Proxy"

TooMany = ErrorDef(
    PALLET,
    0,
    "TooMany",
    f"The account has {MAX_PROXIES} proxies or {MAX_PENDING} open announcements already; remove one first.",
)
NotFound = ErrorDef(
    PALLET,
    1,
    "NotFound",
    "No such proxy (Proxy.Proxies) or announcement (Proxy.Announcements); check delegate, type, delay and call hash.",
    "Proxy registration not found.",
)
NotProxy = ErrorDef(
    PALLET,
    2,
    "NotProxy",
    "The sender is no proxy of the real account, or not of the forced type (Proxy.Proxies); have it added first.",
    "Sender is not a proxy of the account to be proxied.",
)
Unproxyable = ErrorDef(
    PALLET,
    3,
    "Unproxyable",
    "The proxy's type does not allow this call; never raised here, such a call fails with System.CallFiltered.",
)
Duplicate = ErrorDef(
    PALLET,
    4,
    "Duplicate",
    "The account has this proxy with this type and delay already (Proxy.Proxies); remove it first to change it.",
    "Account is already a proxy.",
)
NoPermission = ErrorDef(
    PALLET,
    5,
    "NoPermission",
    "The sender is not the pure account that these values make; sign as the pure account, through its proxy, and give "
    "what it was made from: spawner, type, index, block, extrinsic.",
)
Unannounced = ErrorDef(
    PALLET,
    6,
    "Unannounced",
    "The proxy has a delay and the call is not announced, or not long enough ago; announce it and wait.",
    "Announcement, if made at all, was made too recently.",
)
NoSelfProxy = ErrorDef(
    PALLET,
    7,
    "NoSelfProxy",
    "An account cannot be its own proxy; choose another delegate.",
    "Cannot add self as proxy.",
)
AnnouncementDepositInvariantViolated = ErrorDef(
    PALLET,
    8,
    "AnnouncementDepositInvariantViolated",
    "An announcement came out without a deposit; never raised here, for the deposit of one open announcement or more "
    "is never 0.",
)
InvalidDerivedAccountId = ErrorDef(
    PALLET,
    9,
    "InvalidDerivedAccountId",
    "No account can be derived for the pure proxy; never raised here, every hash is an account.",
)
