"""SCALE types of the framework itself: dispatch errors and outcomes, phases, weights, validity."""

from meritnet.codec import BOOL, BYTES, STR, U8, U32, U64, ByteArray, Compact, Enum, Struct, Tuple, Variant, Vec
from meritnet.codec.common import TAO

WEIGHT = Struct("sp_weights::weight_v2::Weight", [("ref_time", Compact(U64)), ("proof_size", Compact(U64))])

DISPATCH_CLASS = Enum(
    "frame_support::dispatch::DispatchClass",
    [Variant(0, "Normal", []), Variant(1, "Operational", []), Variant(2, "Mandatory", [])],
)
PAYS = Enum("frame_support::dispatch::Pays", [Variant(0, "Yes", []), Variant(1, "No", [])])

MODULE_ERROR = Struct("sp_runtime::ModuleError", [("index", U8), ("error", ByteArray(4))])


def _plain(path: str, *names: str) -> Enum:
    return Enum(path, [Variant(i, name, []) for i, name in enumerate(names)])


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
        Variant(0, "Other", []),
        Variant(1, "CannotLookup", []),
        Variant(2, "BadOrigin", []),
        Variant(3, "Module", [(None, MODULE_ERROR)]),
        Variant(4, "ConsumerRemaining", []),
        Variant(5, "NoProviders", []),
        Variant(6, "TooManyConsumers", []),
        Variant(7, "Token", [(None, TOKEN_ERROR)]),
        Variant(8, "Arithmetic", [(None, ARITHMETIC_ERROR)]),
        Variant(9, "Transactional", [(None, TRANSACTIONAL_ERROR)]),
        Variant(10, "Exhausted", []),
        Variant(11, "Corruption", []),
        Variant(12, "Unavailable", []),
        Variant(13, "RootNotAllowed", []),
        Variant(14, "Trie", [(None, TRIE_ERROR)]),
    ],
)
DISPATCH_RESULT = Enum("Result", [Variant(0, "Ok", [(None, Tuple())]), Variant(1, "Err", [(None, DISPATCH_ERROR)])])

DISPATCH_EVENT_INFO = Struct(
    "frame_system::DispatchEventInfo", [("weight", WEIGHT), ("class", DISPATCH_CLASS), ("pays_fee", PAYS)]
)
PHASE = Enum(
    "frame_system::Phase",
    [Variant(0, "ApplyExtrinsic", [(None, U32)]), Variant(1, "Finalization", []), Variant(2, "Initialization", [])],
)

INVALID_TRANSACTION = Enum(
    "sp_runtime::transaction_validity::InvalidTransaction",
    [
        Variant(0, "Call", []),
        Variant(1, "Payment", []),
        Variant(2, "Future", []),
        Variant(3, "Stale", []),
        Variant(4, "BadProof", []),
        Variant(5, "AncientBirthBlock", []),
        Variant(6, "ExhaustsResources", []),
        Variant(7, "Custom", [(None, U8)]),
        Variant(8, "BadMandatory", []),
        Variant(9, "MandatoryValidation", []),
        Variant(10, "BadSigner", []),
        Variant(11, "IndeterminateImplicit", []),
        Variant(12, "UnknownOrigin", []),
    ],
)
UNKNOWN_TRANSACTION = Enum(
    "sp_runtime::transaction_validity::UnknownTransaction",
    [Variant(0, "CannotLookup", []), Variant(1, "NoUnsignedValidator", []), Variant(2, "Custom", [(None, U8)])],
)
TRANSACTION_VALIDITY_ERROR = Enum(
    "sp_runtime::transaction_validity::TransactionValidityError",
    [Variant(0, "Invalid", [(None, INVALID_TRANSACTION)]), Variant(1, "Unknown", [(None, UNKNOWN_TRANSACTION)])],
)
VALID_TRANSACTION = Struct(
    "sp_runtime::transaction_validity::ValidTransaction",
    [
        ("priority", U64),
        ("requires", Vec(BYTES)),
        ("provides", Vec(BYTES)),
        ("longevity", U64),
        ("propagate", BOOL),
    ],
)
TRANSACTION_SOURCE = _plain("sp_runtime::transaction_validity::TransactionSource", "InBlock", "Local", "External")
RUNTIME_DISPATCH_INFO = Struct(
    "pallet_transaction_payment::types::RuntimeDispatchInfo",
    [("weight", WEIGHT), ("class", DISPATCH_CLASS), ("partial_fee", TAO)],
)
INCLUSION_FEE = Struct(
    "pallet_transaction_payment::types::InclusionFee",
    [("base_fee", TAO), ("len_fee", TAO), ("adjusted_weight_fee", TAO)],
)
RUNTIME_VERSION = Struct(
    "sp_version::RuntimeVersion",
    [
        ("spec_name", STR),
        ("impl_name", STR),
        ("authoring_version", U32),
        ("spec_version", U32),
        ("impl_version", U32),
        ("apis", Vec(Tuple(ByteArray(8), U32))),
        ("transaction_version", U32),
        ("system_version", U8),
    ],
)
