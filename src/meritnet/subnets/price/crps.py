"""The continuous ranked probability score of an ensemble: how far a distribution lies from what happened.

Source: mean|y - x| - sum|yi - yj| / (2 N^2), the standard divisor. The so-called fair divisor N(N - 1) is
not used: under it a miner gains by answering wider than it believes.
"""

import numpy as np
from numpy.typing import NDArray

from meritnet.subnets.price.data import Floats


def crps(ensembles: NDArray[np.generic], outcomes: NDArray[np.generic]) -> Floats:
    """Return the score of every ensemble, 0 for a point on the outcome; smaller is better.

    Shapes: ensembles (..., N), each ascending; outcomes (...); result (...).
    Units: those of the members.
    """
    members = np.asarray(ensembles, dtype=np.float64)
    size = members.shape[-1]
    distance = np.abs(members - np.asarray(outcomes, dtype=np.float64)[..., None]).mean(axis=-1)
    # For ascending members sum|yi - yj| over all pairs is 2 * sum (2i - N + 1) yi, i from 0.
    ranks = 2.0 * np.arange(size) - size + 1.0
    spread: Floats = members @ ranks / size**2
    return np.asarray(distance - spread, dtype=np.float64)
