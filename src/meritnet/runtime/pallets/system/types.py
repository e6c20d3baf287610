"""Types of the System pallet."""

from meritnet.codec import U32, U128, Compact, Struct, Type, Vec, Wrapper
from meritnet.codec.common import COW_STR, H256, TAO
from meritnet.runtime.framework.assembly import RUNTIME_EVENT
from meritnet.runtime.framework.types import PHASE, WEIGHT

ACCOUNT_DATA = Struct(
    "pallet_balances::types::AccountData",
    [
        ("free", TAO),
        ("reserved", TAO),
        ("frozen", TAO),
        ("flags", Wrapper("pallet_balances::types::ExtraFlags", U128)),
    ],
    params=(("Balance", TAO),),
)
ACCOUNT_INFO = Struct(
    "frame_system::AccountInfo",
    [("nonce", U32), ("consumers", U32), ("providers", U32), ("sufficients", U32), ("data", ACCOUNT_DATA)],
    params=(("Nonce", U32), ("AccountData", ACCOUNT_DATA)),
)
EMPTY_ACCOUNT = ACCOUNT_INFO(
    nonce=0,
    consumers=0,
    providers=0,
    sufficients=0,
    # Bit 127 marks accounts written by the current layout, as the reference does for new accounts.
    data=ACCOUNT_DATA(free=0, reserved=0, frozen=0, flags=1 << 127),
)

EVENT_RECORD = Struct(
    "frame_system::EventRecord",
    [("phase", PHASE), ("event", RUNTIME_EVENT), ("topics", Vec(H256))],
    params=(("E", RUNTIME_EVENT), ("T", H256)),
)

LAST_RUNTIME_UPGRADE = Struct(
    "frame_system::LastRuntimeUpgradeInfo", [("spec_version", Compact(U32)), ("spec_name", COW_STR)]
)


def per_class(inner: Type) -> Struct:
    """Return a `PerDispatchClass` of `inner`."""
    return Struct(
        "frame_support::dispatch::PerDispatchClass",
        [("normal", inner), ("operational", inner), ("mandatory", inner)],
        params=(("T", inner),),
    )


CONSUMED_WEIGHT = per_class(WEIGHT)
