"""The signed extensions: what every transaction carries and signs besides its call."""

from dataclasses import dataclass

from meritnet.codec.base import Type, Variant
from meritnet.codec.common import BYTES_32, H256, MULTI_ADDRESS, MULTI_SIGNATURE, TAO
from meritnet.codec.composites import Struct, Wrapper
from meritnet.codec.enums import Enum, Option
from meritnet.codec.era import ERA
from meritnet.codec.numbers import U32, UNIT, Compact
from meritnet.codec.sequences import BYTES
from meritnet.codec.tuples import Tuple

NO_PARAM = (("T", None),)

METADATA_HASH_MODE = Enum(
    "frame_metadata_hash_extension::Mode", [Variant(0, "Disabled"), Variant(1, "Enabled")]
)
CHECK_MORTALITY = Wrapper("node_subtensor_runtime::check_mortality::CheckMortality", ERA, params=NO_PARAM)
CHECK_NONCE = Wrapper(
    "node_subtensor_runtime::check_nonce::CheckNonce", Compact(U32), params=NO_PARAM, type_name="T::Nonce"
)
CHARGE_TRANSACTION_PAYMENT = Wrapper(
    "pallet_transaction_payment::ChargeTransactionPayment",
    Compact(TAO),
    params=NO_PARAM,
    type_name="BalanceOf<T>",
)
CHECK_METADATA_HASH = Wrapper(
    "frame_metadata_hash_extension::CheckMetadataHash",
    METADATA_HASH_MODE,
    field_name="mode",
    params=NO_PARAM,
)


@dataclass(frozen=True, slots=True)
class SignedExtension:
    """An extension: its name, the type of its bytes in the transaction, and of those that are only signed."""

    identifier: str
    type: Type
    additional: Type


def _empty(path: str, runtime: Type | None = None) -> Struct:
    return Struct(path, [], params=(("T", runtime),))


def signed_extensions(runtime: Type) -> tuple[SignedExtension, ...]:
    """Return the thirteen extensions in order; `runtime` is the empty type that stands for the runtime."""
    extension = SignedExtension
    return (
        extension(
            "CheckNonZeroSender",
            _empty("frame_system::extensions::check_non_zero_sender::CheckNonZeroSender"),
            UNIT,
        ),
        extension(
            "CheckSpecVersion", _empty("frame_system::extensions::check_spec_version::CheckSpecVersion"), U32
        ),
        extension(
            "CheckTxVersion", _empty("frame_system::extensions::check_tx_version::CheckTxVersion"), U32
        ),
        extension("CheckGenesis", _empty("frame_system::extensions::check_genesis::CheckGenesis"), H256),
        extension("CheckMortality", CHECK_MORTALITY, H256),
        extension("CheckNonce", CHECK_NONCE, UNIT),
        extension("CheckWeight", _empty("frame_system::extensions::check_weight::CheckWeight"), UNIT),
        extension("ChargeTransactionPayment", CHARGE_TRANSACTION_PAYMENT, UNIT),
        extension(
            "SudoTransactionExtension",
            _empty("node_subtensor_runtime::sudo_wrapper::SudoTransactionExtension", runtime),
            UNIT,
        ),
        extension(
            "CheckShieldedTxValidity",
            _empty("pallet_shield::extension::CheckShieldedTxValidity", runtime),
            UNIT,
        ),
        extension(
            "SubtensorTransactionExtension",
            _empty("pallet_subtensor::extensions::subtensor::SubtensorTransactionExtension", runtime),
            UNIT,
        ),
        extension("DrandPriority", _empty("pallet_drand::drand_priority::DrandPriority", runtime), UNIT),
        extension("CheckMetadataHash", CHECK_METADATA_HASH, Option(BYTES_32)),
    )


def extra_type(extensions: tuple[SignedExtension, ...]) -> Type:
    """Return the type of all extensions together: nested tuples, visible in metadata only."""
    types = [extension.type for extension in extensions]
    types[7] = Wrapper(
        "node_subtensor_runtime::transaction_payment_wrapper::ChargeTransactionPaymentWrapper",
        types[7],
        field_name="inner",
        params=NO_PARAM,
        type_name="ChargeTransactionPayment<T>",
    )
    return Tuple(Tuple(*types[:7]), Tuple(*types[7:12]), types[12])


def unchecked_extrinsic(call: Type, extra: Type) -> Type:
    """Return the opaque type of a whole transaction, as V14 metadata and the block type name it."""
    common = (("Address", MULTI_ADDRESS), ("Call", call), ("Signature", MULTI_SIGNATURE))
    generic = Wrapper(
        "sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic",
        BYTES,
        params=(*common, ("Extra", extra)),
    )
    return Wrapper(
        "fp_self_contained::unchecked_extrinsic::UncheckedExtrinsic",
        generic,
        type_name="generic::UncheckedExtrinsic<Address, Call, Signature, Extension>",
        params=(*common, ("Extension", extra)),
    )
