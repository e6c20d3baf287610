"""Types of stake."""

from meritnet.codec import I64, U128, Struct

SAFE_FLOAT = Struct("share_pool::SafeFloat", [("mantissa", U128), ("exponent", I64)])
