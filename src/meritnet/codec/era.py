"""How long a transaction stays valid: forever, or a power-of-two number of blocks from its birth block."""

from __future__ import annotations

from typing import Any, NamedTuple

from meritnet.codec.base import Field, Shape, Type, Variant, VariantShape, truncated
from meritnet.codec.errors import InvalidEncoding, InvalidValue
from meritnet.codec.numbers import U8
from meritnet.primitives.ids import BlockNumber

MIN_PERIOD = 4
MAX_PERIOD = 65536
FOREVER: BlockNumber = 2**64 - 1
"""Death of an immortal transaction."""


class Era(NamedTuple):
    """A validity window: `period` blocks long, starting where the block number modulo `period` is `phase`.

    A period of 0 is the immortal era.
    """

    period: int
    phase: int

    @property
    def is_immortal(self) -> bool:
        """Return whether the transaction never expires."""
        return self.period == 0

    def birth(self, current: BlockNumber) -> BlockNumber:
        """Return the first block of the window that `current` lies in; genesis when immortal."""
        if self.is_immortal:
            return 0
        return (max(current, self.phase) - self.phase) // self.period * self.period + self.phase

    def death(self, current: BlockNumber) -> BlockNumber:
        """Return the first block behind the window that `current` lies in."""
        return FOREVER if self.is_immortal else self.birth(current) + self.period


IMMORTAL = Era(0, 0)


def mortal(period: int, current: BlockNumber) -> Era:
    """Return the era of about `period` blocks that starts at or just before `current`.

    The period is rounded up to a power of two in 4..65536; long ones start at multiples of period / 4096.
    """
    rounded = 1 << max(0, period - 1).bit_length()
    rounded = min(MAX_PERIOD, max(MIN_PERIOD, rounded))
    step = max(rounded >> 12, 1)
    return Era(rounded, current % rounded // step * step)


class _EraType(Type):
    """One byte 0 for immortal, else two bytes: log2 of the period in the low four bits, the phase above."""

    def __init__(self) -> None:
        super().__init__("Era", path="sp_runtime::generic::era::Era", min_size=1)
        self.encode_to = self._encode_to
        self.read = self._read

    def _encode_to(self, value: Any, out: bytearray) -> None:
        if not isinstance(value, Era):
            raise InvalidValue(f"Era needs an Era, not {value!r:.80}")
        period, phase = value
        if value == IMMORTAL:
            out.append(0)
            return
        if period not in _PERIODS:
            raise InvalidValue(f"era period {period} is no power of two in {MIN_PERIOD}..{MAX_PERIOD}")
        step = max(period >> 12, 1)
        if not 0 <= phase < period or phase % step:
            raise InvalidValue(f"era phase {phase} is no multiple of {step} below the period {period}")
        out += (period.bit_length() - 2 | phase // step << 4).to_bytes(2, "little")

    def _read(self, data: bytes, pos: int) -> tuple[Era, int]:
        if data[pos : pos + 1] == b"\x00":
            return IMMORTAL, pos + 1
        end = pos + 2
        if end > len(data):
            raise truncated("Era", 2, data, pos)
        packed = int.from_bytes(data[pos:end], "little")
        period = 2 << (packed & 15)
        phase = (packed >> 4) * max(period >> 12, 1)
        if period < MIN_PERIOD or phase >= period:
            raise InvalidEncoding(f"era at byte {pos} has period {period} and phase {phase}, no valid pair")
        return Era(period, phase), end

    def shape(self) -> Shape:
        variants = [Variant(0, "Immortal")]
        variants += [Variant(first, f"Mortal{first}", [Field(None, U8)]) for first in range(1, 256)]
        return VariantShape(tuple(variants))


_PERIODS = frozenset(1 << power for power in range(2, 17))
ERA = _EraType()
