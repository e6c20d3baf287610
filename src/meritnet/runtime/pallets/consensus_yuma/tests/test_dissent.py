"""The dissent report: exact what-ifs, the formula's own consequences, and the forecast beside simulated epochs."""

from dataclasses import replace

import numpy as np
import pytest

from meritnet.runtime.pallets.consensus_yuma import dissent
from meritnet.runtime.pallets.consensus_yuma.epoch import run_epoch
from meritnet.runtime.pallets.consensus_yuma.types import EpochInput, EpochParams, MalformedEpoch
from meritnet.runtime.pallets.consensus_yuma.vectors import packed_row

VALIDATORS, GOOD, BAD = 10, 20, 10
N = VALIDATORS + GOOD + BAD
HONEST = packed_row([[uid, 65535] for uid in range(VALIDATORS, VALIDATORS + GOOD)])


def lying_row(part: float) -> bytes:
    """Return a row with `part` of its weight on the bad miners."""
    good, bad = round(65535 * (1 - part)), round(65535 * part * GOOD / BAD)
    scale = 65535 / max(good, bad)
    pairs = [[uid, int(good * scale)] for uid in range(VALIDATORS, VALIDATORS + GOOD)]
    pairs += [[uid, int(bad * scale)] for uid in range(VALIDATORS + GOOD, N)]
    return packed_row(pairs)


def subnet(row: bytes, **params: object) -> EpochInput:
    return EpochInput(
        params=EpochParams(**params),
        block=10_000,
        last_step=9_640,
        emission=10**12,
        stake=[1000 << 64] * VALIDATORS + [0] * (GOOD + BAD),
        weights=[row, *[HONEST] * (VALIDATORS - 1), *[b""] * (GOOD + BAD)],
        bonds=[b""] * N,
        permits=[True] * VALIDATORS + [False] * (GOOD + BAD),
        last_update=[9_990] * N,
        registered=[0] * N,
    )


def settle(given: EpochInput, epochs: int) -> EpochInput:
    for _ in range(epochs):
        given = replace(given, bonds=run_epoch(given).bonds)
    return given


def test_replacing_a_row_by_itself_changes_nothing_and_by_another_is_the_exact_epoch():
    given = settle(subnet(lying_row(0.3)), 5)
    same = dissent.dividends_if_row_replaced(given, 0, given.weights[0])
    assert same == dissent.dividends_of(run_epoch(given), 0)
    honest = dissent.dividends_if_row_replaced(given, 0, HONEST)
    direct = run_epoch(replace(given, weights=[HONEST, *given.weights[1:]]))
    assert honest == dissent.dividends_of(direct, 0)
    assert honest.emission > same.emission


@pytest.mark.parametrize("x, s", [(0.1, 0.01), (0.3, 0.1), (0.3, 0.45), (1.0, 0.2)])
@pytest.mark.parametrize("penalty", [0.0, 0.5, 1.0])
def test_weight_on_worthless_miners_loses_the_same_at_every_penalty(x, s, penalty):
    consensus = np.array([0.5, 0.3, 0.2, 0.0])
    row = np.append(consensus[:3] * (1 - x), x)
    aligned = dissent.settled_dividend(consensus, consensus, s, penalty)
    assert aligned == pytest.approx(s)
    loss = 1 - dissent.settled_dividend(row, consensus, s, penalty) / aligned
    assert loss == pytest.approx(x * (1 - s) / (1 - s * x))


@pytest.mark.parametrize("yuma3", [True, False])
@pytest.mark.parametrize("penalty", [65535, 0])
def test_the_forecast_meets_simulated_epochs(yuma3, penalty):
    start = settle(subnet(HONEST, yuma3=yuma3, bonds_penalty=penalty), 80)
    before = dissent.dividends_of(run_epoch(start), 0).emission
    liar = replace(start, weights=[lying_row(0.3), *start.weights[1:]])
    report = dissent.report(liar, 0)
    assert report.final_loss == pytest.approx(0.3 * 0.9 / (1 - 0.03), abs=0.002)
    for epochs, forecast in report.losses.items():
        after = dissent.dividends_of(run_epoch(settle(liar, epochs - 1)), 0).emission
        assert 1 - after / before == pytest.approx(forecast, abs=0.02)


def test_report_names_the_miners_and_what_honesty_would_earn():
    report = dissent.report(settle(subnet(lying_row(0.3)), 10), 0)
    assert report.in_line.emission > report.actual.emission
    assert 0 < report.validator_trust < 1
    assert report.stake_share == pytest.approx(0.1)
    assert {d.uid for d in report.disagreements} <= set(range(VALIDATORS + GOOD, N))
    assert all(d.consensus == 0 and d.weight > 0 for d in report.disagreements)
    assert list(report.losses) == [1, 10, 60]
    assert sorted(report.losses.values()) == list(report.losses.values())


def test_an_honest_validator_and_an_empty_subnet_lose_nothing():
    honest = dissent.report(subnet(HONEST), 0)
    assert honest.final_loss == pytest.approx(0, abs=1e-6)
    silent = dissent.report(replace(subnet(HONEST), weights=[b""] * N), 0)
    assert silent.final_loss == 0
    assert silent.disagreements == []


def test_an_unknown_uid_is_refused():
    with pytest.raises(MalformedEpoch, match="uid 40 is not on this subnet of 40"):
        dissent.report(subnet(HONEST), 40)
    with pytest.raises(MalformedEpoch, match="uid -1"):
        dissent.dividends_if_row_replaced(subnet(HONEST), -1, b"")
