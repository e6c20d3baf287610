"""Turns weights by hotkey into the row that the chain takes."""

from collections.abc import Mapping
from dataclasses import dataclass

from meritnet.neuron.chain import MAX_U16, Metagraph
from meritnet.primitives.errors import Invalid


class InvalidWeights(Invalid):
    """Weights are negative, not finite, or all zero."""


@dataclass(frozen=True, slots=True)
class WeightRow:
    """Uids in order and their weights as 16-bit integers; the largest is 65535."""

    uids: tuple[int, ...]
    values: tuple[int, ...]


def to_row(weights: Mapping[str, float], metagraph: Metagraph, least: int, own: str) -> WeightRow:
    """Return the row for weights by hotkey: divided by the largest, times 65535, rounded, zeros dropped.

    Hotkeys without a uid are left out. A row shorter than `least` (min_allowed_weights) is filled with the
    smallest weight for other uids, lowest first, because the chain refuses short rows; `own` is never filled.
    Raises: InvalidWeights if a weight is negative or no number, or none is above zero.
    """
    present = {
        metagraph.by_hotkey[hotkey].uid: weight
        for hotkey, weight in weights.items()
        if hotkey in metagraph.by_hotkey
    }
    for uid, weight in present.items():
        if not 0 <= weight < float("inf"):
            raise InvalidWeights(f"weight of uid {uid} is {weight}, must be finite and at least 0")
    largest = max(present.values(), default=0.0)
    if largest <= 0:
        raise InvalidWeights("no uid has a weight above 0; wait for the first scored round")
    scaled = {uid: round(weight / largest * MAX_U16) for uid, weight in sorted(present.items())}
    row = {uid: value for uid, value in scaled.items() if value > 0}
    for neuron in metagraph.neurons:
        if len(row) >= min(least, len(metagraph.neurons)):
            break
        if neuron.hotkey != own:
            row.setdefault(neuron.uid, 1)
    return WeightRow(tuple(sorted(row)), tuple(row[uid] for uid in sorted(row)))
