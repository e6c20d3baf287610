"""Types of the EVM associations."""

from meritnet.codec import U16, U64, Tuple, Vec, Wrapper

UIDS = Wrapper("bounded_collections::bounded_vec::BoundedVec", Vec(Tuple(U16, U64)))
"""(uid, block of the association) pairs."""
