"""Events of the Proxy pallet."""

from meritnet.codec import BOOL, U16, U32
from meritnet.codec.common import ACCOUNT_ID, DISPATCH_RESULT, H256, TAO
from meritnet.runtime.framework.declarations import event

from .types import DEPOSIT_KIND, PROXY_TYPE

PALLET = "Proxy"

ProxyExecuted = event(
    PALLET, 0, "ProxyExecuted", [("result", DISPATCH_RESULT)], "A proxy made a call for an account."
)
PureCreated = event(
    PALLET,
    1,
    "PureCreated",
    [("pure", ACCOUNT_ID), ("who", ACCOUNT_ID), ("proxy_type", PROXY_TYPE), ("disambiguation_index", U16)],
    "A pure account was made: it has no key, its creator acts for it.",
)
PureKilled = event(
    PALLET,
    2,
    "PureKilled",
    [
        ("pure", ACCOUNT_ID),
        ("spawner", ACCOUNT_ID),
        ("proxy_type", PROXY_TYPE),
        ("disambiguation_index", U16),
    ],
    "A pure account gave up its proxies for good.",
)
Announced = event(
    PALLET,
    3,
    "Announced",
    [("real", ACCOUNT_ID), ("proxy", ACCOUNT_ID), ("call_hash", H256)],
    "A proxy announced a call that it means to make later.",
)
ProxyAdded = event(
    PALLET,
    4,
    "ProxyAdded",
    [("delegator", ACCOUNT_ID), ("delegatee", ACCOUNT_ID), ("proxy_type", PROXY_TYPE), ("delay", U32)],
    "An account got a proxy.",
)
ProxyRemoved = event(
    PALLET,
    5,
    "ProxyRemoved",
    [("delegator", ACCOUNT_ID), ("delegatee", ACCOUNT_ID), ("proxy_type", PROXY_TYPE), ("delay", U32)],
    "An account lost a proxy.",
)
DepositPoked = event(
    PALLET,
    6,
    "DepositPoked",
    [("who", ACCOUNT_ID), ("kind", DEPOSIT_KIND), ("old_deposit", TAO), ("new_deposit", TAO)],
    "A deposit was brought to what it costs now.",
)
RealPaysFeeSet = event(
    PALLET,
    7,
    "RealPaysFeeSet",
    [("real", ACCOUNT_ID), ("delegate", ACCOUNT_ID), ("pays_fee", BOOL)],
    "A real account chose whether it pays the fees of a delegate's calls for it.",
)
