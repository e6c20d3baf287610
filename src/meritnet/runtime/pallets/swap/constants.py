"""Constants that the Swap pallet publishes in its metadata."""

from meritnet.codec import U16, U64, Wrapper
from meritnet.codec.common import PALLET_ID
from meritnet.runtime.framework.declarations import ConstantDef

from .amm import MAX_FEE_RATE, MIN_OUTPUT_RESERVE

PALLET = "Swap"

protocol_id = ConstantDef(
    PALLET, "ProtocolId", PALLET_ID, b"ten/swap", "Names the account of the pools' own liquidity."
)
max_fee_rate = ConstantDef(
    PALLET, "MaxFeeRate", U16, MAX_FEE_RATE, "Highest pool fee that root may set, a fraction of 65535."
)
minimum_liquidity = ConstantDef(
    PALLET, "MinimumLiquidity", U64, 1_000, "Least liquidity of a retired user position; nothing reads it."
)
minimum_reserve = ConstantDef(
    PALLET,
    "MinimumReserve",
    Wrapper("NonZeroU64", U64),
    MIN_OUTPUT_RESERVE,
    "A pool with less on the side that is paid out does not trade. Unit: rao.",
)
