"""Emission shares, their fallbacks and their rounding."""

import numpy as np

from meritnet.runtime.pallets.consensus_yuma.emission import amounts, emission_shares

ONE = 1 << 32


def bits(*values):
    return np.array(values, np.uint64)


def test_server_and_validator_shares_halve_the_total():
    shares = emission_shares(bits(0, ONE), bits(ONE, 0), bits(ONE, 0), bits(ONE, 0))
    assert shares.server.tolist() == [0, ONE // 2]
    assert shares.validator.tolist() == [ONE // 2, 0]
    assert shares.combined.tolist() == [ONE // 2, ONE // 2]


def test_without_scores_validators_share_by_active_stake_then_by_stake():
    none, active, stake = bits(0, 0), bits(0, ONE), bits(ONE // 2, ONE // 2)
    by_active = emission_shares(none, none, active, stake)
    assert by_active.server.tolist() == [0, 0]
    assert by_active.validator.tolist() == by_active.combined.tolist() == active.tolist()
    assert emission_shares(none, none, none, stake).validator.tolist() == stake.tolist()


def test_amounts_floor_and_lose_dust():
    tenth = ONE // 10
    assert amounts(bits(*[tenth] * 10), 10**9) == [99_999_999] * 10
    assert amounts(bits(ONE, 0), 2**64 - 1) == [2**64 - 1, 0]
