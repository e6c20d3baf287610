"""Reads the daily closes of real markets that ship inside the `arch` package.

Only the data files of that package are read, as compressed tables; its code and what that imports are not.
Units: closes in the asset's currency, returns as natural logarithms.
Source: `arch` 8.0.0, `arch/data/<asset>/<asset>.csv.gz`, pinned by hash in `requirements-nodeps.txt`.
"""

import csv
import gzip
import importlib.util
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from meritnet.primitives.errors import Invalid, NotFound

Floats: TypeAlias = NDArray[np.float64]

COLUMNS = {"sp500": "Adj Close", "nasdaq": "Adj Close", "wti": "DCOILWTICO"}
"""The column that holds the close, by asset."""

ASSETS = tuple(COLUMNS)
"""Assets of the subnet, in the order that challenges draw from."""


class DataMissing(NotFound):
    """The package with the market data is not installed."""


class DataBroken(Invalid):
    """A market data file does not hold what it should."""


def data_file(asset: str) -> Path:
    """Return the path of an asset's table inside the installed package.

    Raises: DataMissing if the package or the file is not there; NotFound if the asset is unknown.
    """
    if asset not in COLUMNS:
        raise NotFound(f"asset {asset[:40]!r} is unknown; choose one of {', '.join(ASSETS)}")
    spec = importlib.util.find_spec("arch")
    for root in (spec.submodule_search_locations or []) if spec else []:
        path = Path(root) / "data" / asset / f"{asset}.csv.gz"
        if path.is_file():
            return path
    raise DataMissing(
        f"no market data for {asset}: the package arch is not installed; "
        "run pip install --no-deps -r requirements-nodeps.txt"
    )


@cache
def closes(asset: str) -> Floats:
    """Return the daily closes of `asset`, oldest first; days without a price are left out."""
    column = COLUMNS.get(asset, "")
    path = data_file(asset)
    with gzip.open(path, "rt", newline="", encoding="utf-8") as table:
        rows = csv.DictReader(table)
        if column not in (rows.fieldnames or ()):
            raise DataBroken(f"{path.name} has no column {column!r}; install the pinned arch version")
        values = np.array([float(row[column]) for row in rows if row[column] not in ("", ".")])
    if len(values) < 1000 or not np.all(np.isfinite(values)) or values.min() <= 0:
        raise DataBroken(
            f"{path.name} has {len(values)} closes, some not positive; reinstall the pinned arch version"
        )
    values.setflags(write=False)
    return values


@cache
def log_returns(asset: str) -> Floats:
    """Return the daily log returns of `asset`, oldest first: one fewer than closes."""
    returns: Floats = np.diff(np.log(closes(asset)))
    returns.setflags(write=False)
    return returns
