"""State and constants of the Proxy pallet."""

from meritnet.codec import U32, UNIT, Tuple
from meritnet.codec.common import ACCOUNT_ID, DISPATCH_RESULT, TAO
from meritnet.codec.storage_key import TWOX64_CONCAT
from meritnet.runtime.framework.declarations import ConstantDef
from meritnet.runtime.pallets.balances.deposits import deposit_of
from meritnet.state.items import StorageDoubleMap, StorageMap

from .types import ANNOUNCEMENTS, MAX_PENDING, MAX_PROXIES, PROXY_DEFINITIONS

PALLET = "Proxy"
PROXY_BASE, PROXY_FACTOR = deposit_of(items=1, size=40), deposit_of(items=0, size=33)
ANNOUNCEMENT_BASE, ANNOUNCEMENT_FACTOR = deposit_of(items=1, size=16), deposit_of(items=0, size=68)

proxies = StorageMap(
    PALLET,
    "Proxies",
    (ACCOUNT_ID, TWOX64_CONCAT),
    Tuple(PROXY_DEFINITIONS, TAO),
    ((), 0),
    doc="Who may act for an account, as what and after how many blocks, in order; and the deposit. Unit: rao.",
)
announcements = StorageMap(
    PALLET,
    "Announcements",
    (ACCOUNT_ID, TWOX64_CONCAT),
    Tuple(ANNOUNCEMENTS, TAO),
    ((), 0),
    doc="What a proxy announced: real account, call hash, block; and the deposit of the proxy. Unit: rao.",
)
last_call_result = StorageMap(
    PALLET,
    "LastCallResult",
    (ACCOUNT_ID, TWOX64_CONCAT),
    DISPATCH_RESULT,
    doc="How the last call that a proxy made for an account ended; cleared when the block ends.",
)
real_pays_fee = StorageDoubleMap(
    PALLET,
    "RealPaysFeeConsentV1",
    (ACCOUNT_ID, TWOX64_CONCAT),
    (ACCOUNT_ID, TWOX64_CONCAT),
    UNIT,
    doc="Marks real accounts that pay the fees of what a delegate sends for them, by real account and delegate.",
)

proxy_deposit_base = ConstantDef(
    PALLET, "ProxyDepositBase", TAO, PROXY_BASE, "Deposit for having any proxy. Unit: rao."
)
proxy_deposit_factor = ConstantDef(
    PALLET, "ProxyDepositFactor", TAO, PROXY_FACTOR, "Deposit for each proxy. Unit: rao."
)
max_proxies = ConstantDef(PALLET, "MaxProxies", U32, MAX_PROXIES, "Proxies an account may have.")
max_pending = ConstantDef(PALLET, "MaxPending", U32, MAX_PENDING, "Announcements a proxy may have open.")
announcement_deposit_base = ConstantDef(
    PALLET,
    "AnnouncementDepositBase",
    TAO,
    ANNOUNCEMENT_BASE,
    "Deposit for having any announcement open. Unit: rao.",
)
announcement_deposit_factor = ConstantDef(
    PALLET, "AnnouncementDepositFactor", TAO, ANNOUNCEMENT_FACTOR, "Deposit for each announcement. Unit: rao."
)
