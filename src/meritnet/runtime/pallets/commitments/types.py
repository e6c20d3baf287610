"""Types of the Commitments pallet: what a neuron may publish, and the record of it."""

from meritnet.codec import U8, U32, U64, BoundedVec, ByteArray, Enum, Struct, Variant, Wrapper
from meritnet.codec.common import TAO

MAX_FIELDS = 3
MAX_RAW_BYTES = 128
MAX_BIG_RAW_BYTES = 512
MAX_TIMELOCK_BYTES = 1024
HASH_BYTES = 32

USAGE_TRACKER = Struct("pallet_commitments::types::UsageTracker", [("last_epoch", U64), ("used_space", U64)])

_TIMELOCKED = [("encrypted", BoundedVec(U8, MAX_TIMELOCK_BYTES)), ("reveal_round", U64)]
DATA = Enum(
    "pallet_commitments::types::Data",
    [
        Variant(0, "None"),
        *(Variant(1 + size, f"Raw{size}", [(None, ByteArray(size))]) for size in range(MAX_RAW_BYTES + 1)),
        Variant(130, "BlakeTwo256", [(None, ByteArray(HASH_BYTES))]),
        Variant(131, "Sha256", [(None, ByteArray(HASH_BYTES))]),
        Variant(132, "Keccak256", [(None, ByteArray(HASH_BYTES))]),
        Variant(133, "ShaThree256", [(None, ByteArray(HASH_BYTES))]),
        Variant(134, "TimelockEncrypted", _TIMELOCKED),
        Variant(135, "ResetBondsFlag"),
        Variant(136, "BigRaw", [(None, BoundedVec(U8, MAX_BIG_RAW_BYTES))]),
        Variant(137, "TimelockRevealFailed", _TIMELOCKED),
    ],
)
COMMITMENT_INFO = Wrapper(
    "pallet_commitments::types::CommitmentInfo",
    BoundedVec(DATA, MAX_FIELDS),
    field_name="fields",
    params=(("FieldLimit", None),),
    type_name="BoundedVec<Data, FieldLimit>",
)
REGISTRATION = Struct(
    "pallet_commitments::types::Registration",
    [("deposit", TAO), ("block", U32), ("info", COMMITMENT_INFO)],
    params=(("Balance", TAO), ("MaxFields", None), ("BlockNumber", U32)),
)
REVEAL_FAILURE = Enum(
    "pallet_commitments::types::RevealFailure",
    [
        Variant(0, "SignatureDeserialize"),
        Variant(1, "CiphertextDeserialize"),
        Variant(2, "Decrypt"),
        Variant(3, "EmptyPlaintext"),
        Variant(4, "PulseExpired"),
        Variant(5, "RoundMismatch"),
    ],
)
"""Why a timelocked field was not opened. No rule here gives RoundMismatch: a round is stored under its own number."""
