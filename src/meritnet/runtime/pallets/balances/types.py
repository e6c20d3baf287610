"""Types of the Balances pallet: locks, named reserves, holds and freezes."""

from meritnet.codec import ByteArray, Enum, Struct, Type, Variant, Vec, Wrapper
from meritnet.codec.common import TAO

BALANCE_STATUS = Enum(
    "frame_support::traits::tokens::misc::BalanceStatus", [Variant(0, "Free"), Variant(1, "Reserved")]
)
PREIMAGE_HOLD = Enum("pallet_preimage::pallet::HoldReason", [Variant(0, "Preimage")])
SAFE_MODE_HOLD = Enum("pallet_safe_mode::pallet::HoldReason", [Variant(0, "EnterOrExtend")])
CONTRACTS_HOLD = Enum(
    "pallet_contracts::pallet::HoldReason",
    [Variant(0, "CodeUploadDepositReserve"), Variant(1, "StorageDepositReserve")],
)
HOLD_REASON = Enum(
    "node_subtensor_runtime::RuntimeHoldReason",
    [
        Variant(14, "Preimage", [(None, PREIMAGE_HOLD)]),
        Variant(20, "SafeMode", [(None, SAFE_MODE_HOLD)]),
        Variant(29, "Contracts", [(None, CONTRACTS_HOLD)]),
    ],
)
FREEZE_REASON = Enum("node_subtensor_runtime::RuntimeFreezeReason", [])


def _id_amount(id_: Type) -> Struct:
    return Struct(
        "frame_support::traits::tokens::misc::IdAmount",
        [("id", id_), ("amount", TAO)],
        params=(("Id", id_), ("Balance", TAO)),
    )


HOLD = _id_amount(HOLD_REASON)
HOLDS = Wrapper("bounded_collections::bounded_vec::BoundedVec", Vec(HOLD))
FREEZES = Wrapper("bounded_collections::bounded_vec::BoundedVec", Vec(_id_amount(FREEZE_REASON)))

_REASONS = Enum("pallet_balances::types::Reasons", [Variant(0, "Fee"), Variant(1, "Misc"), Variant(2, "All")])
_LOCK = Struct(
    "pallet_balances::types::BalanceLock", [("id", ByteArray(8)), ("amount", TAO), ("reasons", _REASONS)]
)
LOCKS = Wrapper("bounded_collections::weak_bounded_vec::WeakBoundedVec", Vec(_LOCK))
_RESERVE = Struct("pallet_balances::types::ReserveData", [("id", ByteArray(8)), ("amount", TAO)])
RESERVES = Wrapper("bounded_collections::bounded_vec::BoundedVec", Vec(_RESERVE))
