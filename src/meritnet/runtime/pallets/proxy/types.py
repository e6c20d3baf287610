"""Types of the Proxy pallet."""

from meritnet.codec import U32, BoundedVec, Enum, Struct, Variant
from meritnet.codec.common import ACCOUNT_ID, H256

MAX_PROXIES = 20
"""Proxies an account may have."""
MAX_PENDING = 75
"""Announcements a proxy may have open."""

PROXY_TYPE_NAMES = (
    "Any",
    "Owner",
    "NonCritical",
    "NonTransfer",
    "Senate",
    "NonFungible",
    "Triumvirate",
    "Governance",
    "Staking",
    "Registration",
    "Transfer",
    "SmallTransfer",
    "RootWeights",
    "ChildKeys",
    "SudoUncheckedSetCode",
    "SwapHotkey",
    "SubnetLeaseBeneficiary",
    "RootClaim",
    "BasketTrading",
)
"""Names of the proxy types by index."""

PROXY_TYPE = Enum(
    "subtensor_runtime_common::proxy::ProxyType",
    [Variant(index, name) for index, name in enumerate(PROXY_TYPE_NAMES)],
)
DEPOSIT_KIND = Enum(
    "pallet_subtensor_proxy::DepositKind", [Variant(0, "Proxies"), Variant(1, "Announcements")]
)
PROXY_DEFINITION = Struct(
    "pallet_subtensor_proxy::ProxyDefinition",
    [("delegate", ACCOUNT_ID), ("proxy_type", PROXY_TYPE), ("delay", U32)],
)
PROXY_DEFINITIONS = BoundedVec(PROXY_DEFINITION, MAX_PROXIES)
ANNOUNCEMENT = Struct(
    "pallet_subtensor_proxy::Announcement", [("real", ACCOUNT_ID), ("call_hash", H256), ("height", U32)]
)
ANNOUNCEMENTS = BoundedVec(ANNOUNCEMENT, MAX_PENDING)
