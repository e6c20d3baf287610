"""The messages of the price subnet: several return series in, one ensemble per series and horizon out.

Units: every return is an integer number of millionths of log return (0.01 basis points), so that messages
hash to the same bytes everywhere.
Shapes: a request has S series of PAST_STEPS returns; an answer has S x len(HORIZONS) ensembles of MEMBERS.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from meritnet.neuron.message import (
    InvalidMessage,
    JsonValue,
    Message,
    read_ints,
    read_list,
    read_object,
    read_text,
)
from meritnet.subnets.price.data import ASSETS, Floats

Ints: TypeAlias = NDArray[np.int64]

HORIZONS = (1, 5, 20)
"""Steps (trading days) ahead that are forecast: the total return over so many steps."""
MEMBERS = 200
"""Size of every ensemble; fixed, because a free size could be chosen to please the score."""
PAST_STEPS = 1000
"""Returns of each series that miners see."""
MAX_SERIES = 32
"""Most series that one request may hold."""
LIMIT = 10_000_000
"""Largest absolute value of a return, in millionths: a factor of e^10."""
MICRO = 1e-6


@dataclass(frozen=True, slots=True)
class Series:
    """One replayed asset up to now."""

    asset: str
    returns: tuple[int, ...]
    """Oldest first; millionths of log return."""


@dataclass(frozen=True, slots=True)
class PriceRequest(Message):
    """Asks for the distribution of the total return of each series over each horizon."""

    series: tuple[Series, ...]

    def to_json(self) -> dict[str, JsonValue]:
        """Return the request with its constants spelled out, for programs that know nothing else."""
        return {
            "horizons": list(HORIZONS),
            "members": MEMBERS,
            "series": [{"asset": s.asset, "returns": list(s.returns)} for s in self.series],
        }

    @classmethod
    def from_json(cls, value: JsonValue) -> "PriceRequest":
        """Return the request that `to_json` described."""
        fields = read_object(value, "request", ("horizons", "members", "series"))
        if fields["horizons"] != list(HORIZONS) or fields["members"] != MEMBERS:
            raise InvalidMessage(
                f"request asks for horizons {str(fields['horizons'])[:40]} and {str(fields['members'])[:40]} "
                f"members; this version serves {list(HORIZONS)} and {MEMBERS}"
            )
        return cls(
            tuple(
                _read_series(item, f"series[{i}]")
                for i, item in enumerate(read_list(fields["series"], "series", 1, MAX_SERIES))
            )
        )

    def array(self) -> Floats:
        """Return the shown returns as numbers: shape (S, PAST_STEPS), in log return."""
        return np.array([s.returns for s in self.series], dtype=np.float64) * MICRO


@dataclass(frozen=True, slots=True)
class PriceAnswer(Message):
    """One sorted ensemble per series and horizon: the miner's distribution of the total return."""

    ensembles: tuple[tuple[tuple[int, ...], ...], ...]
    """ensembles[series][horizon] are MEMBERS integers, ascending."""

    def to_json(self) -> dict[str, JsonValue]:
        """Return the answer as nested lists."""
        return {"ensembles": [[list(members) for members in horizons] for horizons in self.ensembles]}

    @classmethod
    def from_json(cls, value: JsonValue) -> "PriceAnswer":
        """Return the answer that `value` describes, each ensemble sorted."""
        fields = read_object(value, "answer", ("ensembles",))
        return cls(
            tuple(
                tuple(
                    tuple(sorted(read_ints(members, f"ensembles[{i}][{j}]", MEMBERS, -LIMIT, LIMIT)))
                    for j, members in enumerate(
                        read_list(horizons, f"ensembles[{i}]", len(HORIZONS), len(HORIZONS))
                    )
                )
                for i, horizons in enumerate(read_list(fields["ensembles"], "ensembles", 1, MAX_SERIES))
            )
        )

    @classmethod
    def from_array(cls, ensembles: Floats) -> "PriceAnswer":
        """Return the answer whose members are `ensembles`, in log return, rounded, clipped and sorted.

        Shapes: ensembles (S, len(HORIZONS), MEMBERS).
        """
        micro = np.sort(np.clip(np.rint(ensembles / MICRO), -LIMIT, LIMIT).astype(np.int64), axis=-1)
        return cls(tuple(tuple(tuple(m) for m in horizons) for horizons in micro.tolist()))

    def array(self) -> Ints:
        """Return the members in millionths: shape (S, len(HORIZONS), MEMBERS)."""
        return np.array(self.ensembles, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class PriceOutcome:
    """What happened: moves[series][horizon], the total return in millionths."""

    moves: tuple[tuple[int, ...], ...]


def check_fits(request: PriceRequest, answer: PriceAnswer) -> None:
    """Raise InvalidMessage unless the answer covers exactly the series of the request."""
    if len(answer.ensembles) != len(request.series):
        raise InvalidMessage(
            f"answer covers {len(answer.ensembles)} series, the request has {len(request.series)}; answer all in order"
        )


def horizon_moves(steps: Sequence[int]) -> tuple[int, ...]:
    """Return the total return over each horizon from the single steps."""
    return tuple(sum(steps[:horizon]) for horizon in HORIZONS)


def _read_series(value: JsonValue, name: str) -> Series:
    fields = read_object(value, name, ("asset", "returns"))
    asset = read_text(fields["asset"], f"{name}.asset", 16)
    if asset not in ASSETS:
        raise InvalidMessage(f"{name}.asset is {asset!r}, must be one of {', '.join(ASSETS)}")
    return Series(asset, read_ints(fields["returns"], f"{name}.returns", PAST_STEPS, -LIMIT, LIMIT))
