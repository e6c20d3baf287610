"""Rows of weights and bonds as clients read them: lists of (uid, value), both compact, encoded as one array."""

from typing import Any

import numpy as np

from meritnet.codec import U16, Compact, Tuple, Vec
from meritnet.codec.numbers import write_compact

U16_MAX = 65_535
_BYTES = np.arange(4)


class CompactPairs(Vec):
    """`Vec<(Compact<u16>, Compact<u16>)>`: bytes and values of the plain type, faster for full rows."""

    def __init__(self) -> None:
        super().__init__(Tuple(Compact(U16), Compact(U16)))
        self._encode_plainly = self.encode_to
        self.encode_to = self._encode_pairs

    def _encode_pairs(self, value: Any, out: bytearray) -> None:  # Any: whatever a caller offers as a value
        pairs = _as_array(value)
        if pairs is None:
            self._encode_plainly(value, out)
            return
        numbers = pairs.ravel()
        # One, two or four bytes; the two lowest bits say which.
        mode = (numbers >= 1 << 6).astype(np.uint32) + (numbers >= 1 << 14)
        encoded = (numbers << 2 | mode).astype("<u4").view(np.uint8).reshape(-1, 4)
        write_compact(len(pairs), out)
        out += encoded[(1 << mode)[:, None] > _BYTES].tobytes()


def _as_array(value: Any) -> Any:  # Any: an array of numbers, or None
    """Return pairs of u16 as an array; None for what the plain type has to judge."""
    if not isinstance(value, (tuple, list)) or not value:
        return None
    try:
        pairs = np.array(value)
    except ValueError:
        return None
    if pairs.dtype != np.int64 or pairs.ndim != 2 or pairs.shape[1] != 2:
        return None
    return pairs if int(pairs.min()) >= 0 and int(pairs.max()) <= U16_MAX else None
