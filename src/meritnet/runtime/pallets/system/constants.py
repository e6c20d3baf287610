"""Constants of the System pallet."""

from meritnet.codec import U16, U32, Option, Struct
from meritnet.codec.common import DB_WEIGHT
from meritnet.runtime.framework.declarations import ConstantDef
from meritnet.runtime.framework.types import RUNTIME_VERSION, WEIGHT
from meritnet.runtime.framework.weights import BASE_BLOCK, LIMITS, MAX_BLOCK, MAX_LENGTH, READ_PS, WRITE_PS

from .types import per_class

PALLET = "System"
CLASSES = ("Normal", "Operational", "Mandatory")

WEIGHTS_PER_CLASS = Struct(
    "frame_system::limits::WeightsPerClass",
    [
        ("base_extrinsic", WEIGHT),
        ("max_extrinsic", Option(WEIGHT)),
        ("max_total", Option(WEIGHT)),
        ("reserved", Option(WEIGHT)),
    ],
)
BLOCK_WEIGHTS = Struct(
    "frame_system::limits::BlockWeights",
    [("base_block", WEIGHT), ("max_block", WEIGHT), ("per_class", per_class(WEIGHTS_PER_CLASS))],
)
BLOCK_LENGTH = Struct("frame_system::limits::BlockLength", [("max", per_class(U32))])

block_weights = ConstantDef(
    PALLET,
    "BlockWeights",
    BLOCK_WEIGHTS,
    {
        "base_block": BASE_BLOCK,
        "max_block": MAX_BLOCK,
        "per_class": {name.lower(): LIMITS[name] for name in CLASSES},
    },
    "Weight limits of a block and of one extrinsic, by dispatch class.",
)
block_length = ConstantDef(
    PALLET,
    "BlockLength",
    BLOCK_LENGTH,
    {"max": {name.lower(): MAX_LENGTH[name] for name in CLASSES}},
    "Bytes of extrinsics that fit in a block, by dispatch class.",
)
block_hash_count = ConstantDef(PALLET, "BlockHashCount", U32, 2400, "How many block hashes the state keeps.")
db_weight = ConstantDef(
    PALLET, "DbWeight", DB_WEIGHT, {"read": READ_PS, "write": WRITE_PS}, "Weight of one database access."
)
version = ConstantDef(
    PALLET, "Version", RUNTIME_VERSION, lambda params: params.runtime_version, "The runtime's version."
)
ss58_prefix = ConstantDef(PALLET, "SS58Prefix", U16, 42, "Address prefix of the network.")
