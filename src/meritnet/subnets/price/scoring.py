"""Turns the answers of one round into scores, and the scores of many rounds into weights.

The loss of an answer is its mean CRPS over all series and horizons. Each CRPS, in basis points, is divided
by the recent volatility of its series, known before the outcome, so that quiet and wild series count alike
and a forecast is best when it is honest. Units: losses are multiples of that volatility.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from meritnet.neuron.mechanism import Missing, Score, Standing
from meritnet.primitives.errors import Bug
from meritnet.subnets.price.crps import crps
from meritnet.subnets.price.data import Floats
from meritnet.subnets.price.task import HORIZONS, MEMBERS, Ints, PriceAnswer, PriceOutcome, PriceRequest

RECENT_STEPS = 60
"""Shown returns that give a series' recent volatility."""
CAP_PART = 0.9
"""Losses above this quantile of the valid answers are lowered to it; missing answers are raised to it."""
ABSENCE_LOSS = 0.25
"""What a missing answer costs above the cap. Whoever reveals knows the outcome already; without this margin the
weakest honest miner gained 2.4 % by withholding its worst rounds, with it 0.01 %."""
LOSS_SPAN = 4.0
"""Loss above the best at which a score is 0; the score falls linearly, which keeps honesty the best policy."""
TIE_DISTANCE = 0.02
"""Two ensembles closer than this (Kolmogorov-Smirnov) are one forecast."""
TIE_PART = 0.5
"""Two answers are one if at least this part of their ensembles is."""
SHARPNESS = 4.0
"""The k of the softmax: a miner whose loss is the median gets e^-k of a miner without loss."""
PRIOR_ROUNDS = 8.0
"""Rounds for which a newcomer is presumed to be at the lower quartile."""


def recent_scale(request: PriceRequest) -> Floats:
    """Return the volatility that each CRPS is divided by, in millionths: shape (S, len(HORIZONS))."""
    shown = np.array([series.returns[-RECENT_STEPS:] for series in request.series], dtype=np.float64)
    deviation = np.sqrt((shown**2).mean(axis=1)).clip(1.0)
    return np.asarray(deviation[:, None] * np.sqrt(np.array(HORIZONS, dtype=np.float64)))


def answer_loss(request: PriceRequest, outcome: PriceOutcome, ensembles: Ints) -> float:
    """Return the loss of one answer: 0 for a point on every outcome."""
    scores = crps(ensembles, np.array(outcome.moves)) / recent_scale(request)
    return float(scores.mean())


def no_change_loss(request: PriceRequest, outcome: PriceOutcome) -> float:
    """Return the loss of answering, with certainty, that nothing moves."""
    return float((np.abs(np.array(outcome.moves)) / recent_scale(request)).mean())


def score_round(
    request: PriceRequest, outcome: PriceOutcome, answers: Mapping[str, PriceAnswer | Missing]
) -> dict[str, Score]:
    """Return every hotkey's score; nothing if not one answer is valid, for then the round says nothing.

    A missing answer costs more than the cap, and more than the answer "no change": silence must not pay, not
    even in a subnet so small that the cap is some honest miner's loss.
    """
    arrays = {hotkey: answers[hotkey] for hotkey in sorted(answers)}
    valid = {hotkey: a.array() for hotkey, a in arrays.items() if isinstance(a, PriceAnswer)}
    if not valid:
        return {}
    losses = {hotkey: answer_loss(request, outcome, ensembles) for hotkey, ensembles in valid.items()}
    share = tie_shares(valid)
    cap = cap_loss(list(losses.values()), [share[hotkey] for hotkey in losses])
    absent = max(cap, no_change_loss(request, outcome)) + ABSENCE_LOSS
    best = min(losses.values())
    scores = {}
    for hotkey in arrays:
        loss = min(losses[hotkey], cap) if hotkey in valid else absent
        scores[hotkey] = Score(1.0 - min((loss - best) / LOSS_SPAN, 1.0), share.get(hotkey, 1.0))
    return scores


def cap_loss(losses: Sequence[float], shares: Sequence[float]) -> float:
    """Return the 90th percentile of the losses: the smallest loss that nine tenths do not exceed.

    Copies count as one, by their shares. With fewer than ten answers this is the worst one, so that nobody
    in a small subnet is flattered by the cap.
    """
    need = CAP_PART * sum(shares) - 1e-9
    reached = 0.0
    for loss, share in sorted(zip(losses, shares, strict=True)):
        reached += share
        if reached >= need:
            return loss
    raise Bug(f"no loss among {len(losses)} reaches the cap")


def same_forecast(first: Ints, second: Ints) -> bool:
    """Return whether two answers are one: enough of their ensembles closer than TIE_DISTANCE.

    Two ascending ensembles of N are within d/N of each other exactly when no member of one lies beyond the
    member d ranks further in the other.
    """
    shift = math.ceil(TIE_DISTANCE * MEMBERS) - 1
    low, high = slice(None, MEMBERS - shift), slice(shift, None)
    close = (first[..., low] <= second[..., high]) & (second[..., low] <= first[..., high])
    return float(close.all(axis=-1).mean()) >= TIE_PART


def tie_shares(valid: Mapping[str, Ints]) -> dict[str, float]:
    """Return 1/k for each of k hotkeys that gave the same forecast, directly or through each other."""
    hotkeys = sorted(valid)
    group = {hotkey: hotkey for hotkey in hotkeys}
    for i, first in enumerate(hotkeys):
        for second in hotkeys[i + 1 :]:
            if group[first] != group[second] and same_forecast(valid[first], valid[second]):
                old, new = group[second], group[first]
                group = {hotkey: new if leader == old else leader for hotkey, leader in group.items()}
    leaders = list(group.values())
    return {hotkey: 1.0 / leaders.count(group[hotkey]) for hotkey in hotkeys}


def softmax_weights(standings: Mapping[str, Standing]) -> dict[str, float]:
    """Return weights that sum to 1: share * exp(-k L / median L), L the mean loss above the best.

    Dividing by the median makes the rule free of scale: the same ranking pays the same however close the
    losses are. Copies count as one in the median, or cloning the best would sharpen the rule in its favour.
    A newcomer starts at the lower quartile; who was never scored gets nothing.
    """
    scored = {hotkey: standings[hotkey] for hotkey in sorted(standings) if standings[hotkey].rounds > 0}
    if not scored:
        return dict.fromkeys(standings, 0.0)
    shares = [standing.share for standing in scored.values()]
    prior = weighted_quantile([standing.score for standing in scored.values()], shares, 0.25)
    losses = {
        hotkey: 1.0 - (s.total + PRIOR_ROUNDS * prior) / (s.mass + PRIOR_ROUNDS)
        for hotkey, s in scored.items()
    }
    best, middle = min(losses.values()), weighted_quantile(list(losses.values()), shares, 0.5)
    # If the median is 0, most are equally best; then only they are paid.
    unit = middle if middle > 0 else 1e-12
    raw = {
        hotkey: scored[hotkey].share * math.exp(-SHARPNESS * (loss - best) / unit)
        for hotkey, loss in losses.items()
    }
    total = sum(raw.values())
    return {hotkey: raw.get(hotkey, 0.0) / total for hotkey in standings}


def weighted_quantile(values: Sequence[float], masses: Sequence[float], part: float) -> float:
    """Return the value below which `part` of the mass lies; the middle of two where they meet exactly.

    With equal masses and part 0.5 this is the median.
    """
    target = part * sum(masses)
    lower: float | None = None
    reached = 0.0
    for value, mass in sorted(zip(values, masses, strict=True)):
        reached += mass
        if lower is None and reached >= target - 1e-9:
            lower = value
        if lower is not None and reached > target + 1e-9:
            return (lower + value) / 2.0
    raise Bug(f"no value among {len(values)} lies at {part} of the mass")
