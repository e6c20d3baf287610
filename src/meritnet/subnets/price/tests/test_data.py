"""The market data is what the package ships, complete and positive; what is missing is named."""

import gzip
import sys
from pathlib import Path

import numpy as np
import pytest

from meritnet.primitives.errors import NotFound
from meritnet.subnets.price import data
from meritnet.subnets.price.data import ASSETS, DataBroken, DataMissing, closes, log_returns


@pytest.mark.parametrize(
    "asset, days, first, last",
    [
        # First and last rows of the tables, and their row counts without days that have no price.
        ("sp500", 5031, 1228.099976, 2506.850098),
        ("nasdaq", 5031, 2208.050049, 6635.279785),
        ("wti", 8321, 25.56, 46.92),
    ],
)
def test_closes_are_the_tables(asset: str, days: int, first: float, last: float) -> None:
    prices = closes(asset)
    assert (len(prices), prices[0], prices[-1]) == (days, first, last)
    assert len(log_returns(asset)) == days - 1
    assert np.exp(log_returns(asset).sum()) == pytest.approx(last / first)


def test_the_crash_of_october_2008_is_there() -> None:
    # 15 October 2008 was the worst day of the sample: the index closed at 907.84 after 998.01.
    assert log_returns("sp500").min() == pytest.approx(np.log(907.84 / 998.01), abs=1e-4)


def test_the_package_itself_is_not_imported() -> None:
    closes("sp500")
    assert not {"arch", "pandas", "scipy"} & set(sys.modules)


def test_an_unknown_asset_is_refused() -> None:
    with pytest.raises(NotFound, match="'gold' is unknown; choose one of sp500"):
        closes("gold")


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(DataMissing, match=r"requirements-nodeps\.txt"):
        data.data_file("wti")


@pytest.mark.parametrize(
    "table, complaint",
    [("Date,Close\n1,2\n", "no column"), ("Date,DCOILWTICO\n1,2\n", "1 closes"), ("", "no column")],
)
def test_a_broken_table_is_named(
    table: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "wti.csv.gz"
    path.write_bytes(gzip.compress(table.encode()))
    monkeypatch.setattr(data, "data_file", lambda _: path)
    with pytest.raises(DataBroken, match=complaint):
        closes.__wrapped__("wti")


def test_arrays_are_shared_and_read_only() -> None:
    for asset in ASSETS:
        with pytest.raises(ValueError, match="read-only"):
            log_returns(asset)[0] = 0.0
