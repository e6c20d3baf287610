"""Named types that the whole chain shares: accounts, balances, fixed point, weights, dispatch results.

Paths and field names are those of the reference's metadata; clients pick a rendering by path.
"""

from meritnet.codec.base import Type, Variant
from meritnet.codec.composites import Struct, Wrapper
from meritnet.codec.enums import Enum, Option, Result
from meritnet.codec.numbers import BOOL, I64, I128, U8, U16, U32, U64, U128, UNIT, Compact
from meritnet.codec.sequences import BYTES, STR, ByteArray, Vec
from meritnet.codec.tuples import Tuple

# Accounts and hashes
BYTES_32 = ByteArray(32)
ACCOUNT_ID = Wrapper("sp_core::crypto::AccountId32", BYTES_32)
H256 = Wrapper("primitive_types::H256", BYTES_32)
H160 = Wrapper("primitive_types::H160", ByteArray(20))
PALLET_ID = Wrapper("frame_support::PalletId", ByteArray(8))
MULTI_ADDRESS = Enum(
    "sp_runtime::multiaddress::MultiAddress",
    [
        Variant(0, "Id", [(None, ACCOUNT_ID, "AccountId")]),
        Variant(1, "Index", [(None, Compact(UNIT), "AccountIndex")]),
        Variant(2, "Raw", [(None, BYTES)]),
        Variant(3, "Address32", [(None, BYTES_32)]),
        Variant(4, "Address20", [(None, ByteArray(20))]),
    ],
    params=(("AccountId", ACCOUNT_ID), ("AccountIndex", UNIT)),
)
MULTI_SIGNATURE = Enum(
    "sp_runtime::MultiSignature",
    [
        Variant(0, "Ed25519", [(None, ByteArray(64), "ed25519::Signature")]),
        Variant(1, "Sr25519", [(None, ByteArray(64), "sr25519::Signature")]),
        Variant(2, "Ecdsa", [(None, ByteArray(65), "ecdsa::Signature")]),
    ],
)

# Ids and money
NET_UID = Wrapper("subtensor_runtime_common::NetUid", U16)
MECH_ID = Wrapper("subtensor_runtime_common::MechId", U8)
NET_UID_STORAGE_INDEX = Wrapper("subtensor_runtime_common::NetUidStorageIndex", U16)
TAO = Wrapper("subtensor_runtime_common::currency::TaoBalance", U64)
ALPHA = Wrapper("subtensor_runtime_common::currency::AlphaBalance", U64)

# Ratios
PER_U16 = Wrapper("sp_arithmetic::per_things::PerU16", U16)
PERCENT = Wrapper("sp_arithmetic::per_things::Percent", U8)
PERBILL = Wrapper("sp_arithmetic::per_things::Perbill", U32)
PERQUINTILL = Wrapper("sp_arithmetic::per_things::Perquintill", U64)


# Binary fixed point; the number of fractional bits is written in metadata as a type-level binary number
def _typenum(number: int) -> Type:
    if number == 0:
        return Struct("substrate_typenum::uint::UTerm", [])
    bit = Struct(f"substrate_typenum::bit::B{number & 1}", [])
    rest = _typenum(number >> 1)
    return Struct(
        "substrate_typenum::uint::UInt",
        [("msb", rest, "U"), ("lsb", bit, "B")],
        params=(("U", rest), ("B", bit)),
    )


_FRAC_32, _FRAC_64 = _typenum(32), _typenum(64)


def _fixed(name: str, path: str, inner: Type, fraction: Type) -> Wrapper:
    """Return a fixed-point type under the name that declarations use; btcli picks its converter by it."""
    path = f"substrate_fixed::{path}"
    return Wrapper(path, inner, field_name="bits", params=(("Frac", fraction),), name=name)


U64F64_T = _fixed("U64F64", "FixedU128", U128, _FRAC_64)
U96F32_T = _fixed("U96F32", "FixedU128", U128, _FRAC_32)
I64F64_T = _fixed("I64F64", "FixedI128", I128, _FRAC_64)
I96F32_T = _fixed("I96F32", "FixedI128", I128, _FRAC_32)
I32F32_T = _fixed("I32F32", "FixedI64", I64, _FRAC_32)

# Weights and dispatch
WEIGHT = Struct(
    "sp_weights::weight_v2::Weight", [("ref_time", Compact(U64), "u64"), ("proof_size", Compact(U64), "u64")]
)
DB_WEIGHT = Struct("sp_weights::RuntimeDbWeight", [("read", U64), ("write", U64)])
DISPATCH_CLASS = Enum(
    "frame_support::dispatch::DispatchClass",
    [Variant(0, "Normal"), Variant(1, "Operational"), Variant(2, "Mandatory")],
)
PAYS = Enum("frame_support::dispatch::Pays", [Variant(0, "Yes"), Variant(1, "No")])
DISPATCH_INFO = Struct(
    "frame_system::DispatchEventInfo", [("weight", WEIGHT), ("class", DISPATCH_CLASS), ("pays_fee", PAYS)]
)
MODULE_ERROR = Struct(
    "sp_runtime::ModuleError", [("index", U8), ("error", ByteArray(4), "[u8; MAX_MODULE_ERROR_ENCODED_SIZE]")]
)


def _plain(path: str, *names: str) -> Enum:
    return Enum(path, [Variant(index, name) for index, name in enumerate(names)])


TOKEN_ERROR = _plain(
    "sp_runtime::TokenError",
    "FundsUnavailable",
    "OnlyProvider",
    "BelowMinimum",
    "CannotCreate",
    "UnknownAsset",
    "Frozen",
    "Unsupported",
    "CannotCreateHold",
    "NotExpendable",
    "Blocked",
)
ARITHMETIC_ERROR = _plain("sp_arithmetic::ArithmeticError", "Underflow", "Overflow", "DivisionByZero")
TRANSACTIONAL_ERROR = _plain("sp_runtime::TransactionalError", "LimitReached", "NoLayer")
TRIE_ERROR = _plain(
    "sp_runtime::proving_trie::TrieError",
    "InvalidStateRoot",
    "IncompleteDatabase",
    "ValueAtIncompleteKey",
    "DecoderError",
    "InvalidHash",
    "DuplicateKey",
    "ExtraneousNode",
    "ExtraneousValue",
    "ExtraneousHashReference",
    "InvalidChildReference",
    "ValueMismatch",
    "IncompleteProof",
    "RootMismatch",
    "DecodeError",
)
DISPATCH_ERROR = Enum(
    "sp_runtime::DispatchError",
    [
        Variant(0, "Other"),
        Variant(1, "CannotLookup"),
        Variant(2, "BadOrigin"),
        Variant(3, "Module", [(None, MODULE_ERROR)]),
        Variant(4, "ConsumerRemaining"),
        Variant(5, "NoProviders"),
        Variant(6, "TooManyConsumers"),
        Variant(7, "Token", [(None, TOKEN_ERROR)]),
        Variant(8, "Arithmetic", [(None, ARITHMETIC_ERROR)]),
        Variant(9, "Transactional", [(None, TRANSACTIONAL_ERROR)]),
        Variant(10, "Exhausted"),
        Variant(11, "Corruption"),
        Variant(12, "Unavailable"),
        Variant(13, "RootNotAllowed"),
        Variant(14, "Trie", [(None, TRIE_ERROR)]),
    ],
)
DISPATCH_RESULT = Result(UNIT, DISPATCH_ERROR)
PHASE = Enum(
    "frame_system::Phase",
    [Variant(0, "ApplyExtrinsic", [(None, U32)]), Variant(1, "Finalization"), Variant(2, "Initialization")],
)
TIMEPOINT = Struct(
    "pallet_multisig::Timepoint",
    [("height", U32, "BlockNumber"), ("index", U32)],
    params=(("BlockNumber", U32),),
)


# Transactions
TRANSACTION_SOURCE = _plain(
    "sp_runtime::transaction_validity::TransactionSource", "InBlock", "Local", "External"
)
VALID_TRANSACTION = Struct(
    "sp_runtime::transaction_validity::ValidTransaction",
    [
        ("priority", U64, "TransactionPriority"),
        ("requires", Vec(BYTES), "Vec<TransactionTag>"),
        ("provides", Vec(BYTES), "Vec<TransactionTag>"),
        ("longevity", U64, "TransactionLongevity"),
        ("propagate", BOOL),
    ],
)
RUNTIME_DISPATCH_INFO = Struct(
    "pallet_transaction_payment::types::RuntimeDispatchInfo",
    [("weight", WEIGHT), ("class", DISPATCH_CLASS), ("partial_fee", TAO, "Balance")],
    params=(("Balance", TAO), ("Weight", WEIGHT)),
)
INCLUSION_FEE = Struct(
    "pallet_transaction_payment::types::InclusionFee",
    [("base_fee", TAO, "Balance"), ("len_fee", TAO, "Balance"), ("adjusted_weight_fee", TAO, "Balance")],
    params=(("Balance", TAO),),
)
FEE_DETAILS = Struct(
    "pallet_transaction_payment::types::FeeDetails",
    [("inclusion_fee", Option(INCLUSION_FEE), "Option<InclusionFee<Balance>>"), ("tip", TAO, "Balance")],
    params=(("Balance", TAO),),
)

# Runtime version
COW_STR = Wrapper("Cow", STR, params=(("T", STR),))
API_VERSIONS = Vec(Tuple(ByteArray(8), U32))
RUNTIME_VERSION = Struct(
    "sp_version::RuntimeVersion",
    [
        ("spec_name", COW_STR, "Cow<'static, str>"),
        ("impl_name", COW_STR, "Cow<'static, str>"),
        ("authoring_version", U32),
        ("spec_version", U32),
        ("impl_version", U32),
        ("apis", Wrapper("Cow", API_VERSIONS, params=(("T", API_VERSIONS),)), "ApisVec"),
        ("transaction_version", U32),
        ("system_version", U8),
    ],
)
