"""What a validator's deviation from consensus costs it: an exact what-if and a forecast.

This is a read for people, not state: the forecast uses floats, the what-if re-runs the exact epoch.
"""

# determinism: read-only (a forecast shown to people; nothing of it is stored)

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from meritnet.runtime.pallets.consensus_yuma.epoch import run_epoch
from meritnet.runtime.pallets.consensus_yuma.types import EpochInput, EpochOutput, MalformedEpoch

U16_MAX = 65535
HORIZONS = (1, 10, 60)


@dataclass(frozen=True, slots=True)
class Dividends:
    """One validator's dividends in an epoch. Units: share in 1/65535 of all dividends, emission in rao."""

    share: int
    emission: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A miner that the validator and consensus see differently. Units: fractions of a row that sums to 1."""

    uid: int
    weight: float
    consensus: float


@dataclass(frozen=True, slots=True)
class DissentReport:
    """What a validator earns as it votes, what it would earn in line with consensus, and what it stands to lose.

    Units: `losses` are fractions of the validator's dividends in the epoch that many epochs from now, by horizon;
           `final_loss` is the same once bonds have settled; `validator_trust` a fraction.
    """

    uid: int
    actual: Dividends
    in_line: Dividends
    stake_share: float
    validator_trust: float
    final_loss: float
    losses: dict[int, float]
    disagreements: list[Disagreement]


def dividends_if_row_replaced(given: EpochInput, uid: int, row: bytes) -> Dividends:
    """Return exactly what `uid` would earn in this epoch with `row` as its stored weights.

    Raises: MalformedEpoch if there is no such uid.
    """
    _require_uid(given, uid)
    weights = [*given.weights[:uid], row, *given.weights[uid + 1 :]]
    return dividends_of(run_epoch(replace(given, weights=weights)), uid)


def dividends_of(output: EpochOutput, uid: int) -> Dividends:
    """Return what an epoch gives one validator."""
    return Dividends(int(np.frombuffer(output.dividends, "<u2")[uid]), output.validator_emission[uid])


def consensus_row(output: EpochOutput) -> bytes:
    """Return the consensus of an epoch as a weight row: the miners it scores, in uid order."""
    scores = np.frombuffer(output.consensus, "<u2")
    uids = np.flatnonzero(scores)
    return np.stack((uids, scores[uids]), axis=1).astype("<u2").tobytes()


def report(given: EpochInput, uid: int, horizons: Sequence[int] = HORIZONS, top: int = 5) -> DissentReport:
    """Return the dissent report of one validator, naming the `top` miners it disagrees on most.

    Raises: MalformedEpoch if there is no such uid.
    """
    _require_uid(given, uid)
    output = run_epoch(given, trace=True)
    bits = output.bits or {}
    row = bits["weights"][uid] / 2**32
    consensus = bits["consensus"] / 2**32
    stake = float(bits["active_stake"][uid]) / 2**32
    settled = settled_dividend(row, consensus, stake, given.params.bonds_penalty / U16_MAX)
    aligned = settled_dividend(_unit(consensus), consensus, stake, given.params.bonds_penalty / U16_MAX)
    final = 1 - settled / aligned if aligned > 0 and stake > 0 else 0.0
    pace = bond_pace(given)
    gaps = np.argsort(-np.abs(row - _unit(consensus)), kind="stable")[:top]
    return DissentReport(
        uid=uid,
        actual=dividends_of(output, uid),
        in_line=dividends_if_row_replaced(given, uid, consensus_row(output)),
        stake_share=stake,
        validator_trust=float(np.frombuffer(output.validator_trust, "<u2")[uid]) / U16_MAX,
        final_loss=final,
        losses={epochs: loss_after(final, pace, epochs) for epochs in horizons},
        disagreements=[
            Disagreement(int(j), float(row[j]), float(_unit(consensus)[j]))
            for j in gaps
            if row[j] != _unit(consensus)[j]
        ],
    )


def settled_dividend(
    row: np.ndarray[tuple[int], np.dtype[np.float64]],
    consensus: np.ndarray[tuple[int], np.dtype[np.float64]],
    stake: float,
    penalty: float,
) -> float:
    """Return a validator's share of dividends once bonds have settled: s * sum(c * w / (s * w + (1 - s) * c)).

    The row w is lowered toward consensus c by the penalty first; the others are taken to vote c. Miners that
    consensus scores 0 pay nothing. It holds for a minority: above 1 - kappa of the active stake c follows the row.
    """
    target = _unit(consensus)
    lowered = (1 - penalty) * row + penalty * np.minimum(row, target)
    paying = target > 0
    c, w = target[paying], lowered[paying]
    return float(stake * np.sum(c * w / (stake * w + (1 - stake) * c)))


def loss_after(final: float, pace: float, epochs: int) -> float:
    """Return the part of the final loss that is felt after some epochs, bonds closing `pace` of the gap each.

    From bonds in line with consensus, which is the worst case: bonds that already follow the row lose sooner.
    """
    return float(final * (1 - (1 - pace) ** epochs))


def bond_pace(given: EpochInput) -> float:
    """Return how much of the way to their target bonds move in an epoch.

    Liquid alpha is read at its low end, where it stays unless weights are of the winner-takes-most kind.
    """
    params = given.params
    if params.yuma3 and params.liquid_alpha:
        return params.alpha_low / U16_MAX
    return 1 - min(params.bonds_moving_average, 10**6) / 10**6


def _unit(
    values: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    total = values.sum()
    return values / total if total > 0 else values


def _require_uid(given: EpochInput, uid: int) -> None:
    if not 0 <= uid < given.n:
        raise MalformedEpoch(
            f"uid {uid} is not on this subnet of {given.n} uids; name a registered validator"
        )
