"""The whole extrinsic as an argument of runtime APIs: decoded on the wire format, described as metadata names
it.
"""

from typing import Any

from meritnet.codec import InvalidEncoding, InvalidValue, Lazy, Struct, Type
from meritnet.codec.base import Shape
from meritnet.codec.extrinsic import Extrinsic, decode_extrinsic
from meritnet.codec.numbers import read_length
from meritnet.codec.signed_extensions import extra_type, signed_extensions, unchecked_extrinsic

from .assembly import RUNTIME_CALL

RUNTIME_TYPE = Struct("node_subtensor_runtime::Runtime", [])
EXTENSIONS = signed_extensions(RUNTIME_TYPE)
EXTRA = extra_type(EXTENSIONS)


class ExtrinsicType(Type):
    """Values are `Extrinsic`s; the bytes carry their own length."""

    def __init__(self) -> None:
        described = unchecked_extrinsic(RUNTIME_CALL, EXTRA)
        super().__init__("UncheckedExtrinsic", path=described.path, params=described.params, min_size=1)
        self._described = described
        self.encode_to = self._encode_to
        self.read = self._read

    def _encode_to(self, value: Any, out: bytearray) -> None:
        if not isinstance(value, Extrinsic):
            raise InvalidValue(f"UncheckedExtrinsic needs an Extrinsic, not {value!r:.80}")
        out += value.raw

    def _read(self, data: bytes, pos: int) -> tuple[Extrinsic, int]:
        length, start = read_length(data, pos)
        end = start + length
        if end > len(data):
            raise InvalidEncoding(
                f"extrinsic at byte {pos} claims {length} bytes, {len(data) - start} follow"
            )
        return decode_extrinsic(data[pos:end], RUNTIME_CALL), end

    def shape(self) -> Shape:
        return self._described.shape()


UNCHECKED_EXTRINSIC = Lazy(ExtrinsicType, "UncheckedExtrinsic")
