"""Delegates, their stakers and what they earn."""

import pytest

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.apis.delegates import daily_return_of_1000_tao
from meritnet.runtime.apis.tests.recorded_client import ask
from meritnet.runtime.apis.tests.scene import ALICE, BOB, CHARLIE, MINER, NETUID, OTHER, TAO, VALIDATOR, scene
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.staking import stake

API = "DelegateInfoRuntimeApi"


def delegating():
    chain = scene()
    stake.become_delegate(chain.ctx, VALIDATOR)
    return chain


def test_only_hotkeys_with_a_stored_take_are_delegates():
    chain = delegating()
    assert [one.delegate_ss58 for one in ask(chain, API, "get_delegates")] == [VALIDATOR]
    assert ask(chain, API, "get_delegate", MINER) is None
    assert ask(chain, API, "get_delegate", VALIDATOR) == ask(chain, API, "get_delegates")[0]


def test_a_delegate_names_its_owner_take_subnets_and_stakers():
    info = ask(delegating(), API, "get_delegate", VALIDATOR)
    assert (info.owner_ss58, info.take) == (ALICE, 11796)
    assert (info.registrations, info.validator_permits) == ((NETUID,), (NETUID,))
    stakes = dict(info.nominators)
    assert stakes == {ALICE: ((NETUID, 300 * TAO),), CHARLIE: ((0, 2_000 * TAO), (NETUID, 100 * TAO))}


def test_returns_are_what_the_last_epoch_paid_twenty_times_a_day_shared_by_root_stake():
    info = ask(delegating(), API, "get_delegate", VALIDATOR)
    # 7200 blocks a day, tempo 360, 5 alpha an epoch; 2000 TAO of root stake; the take leaves 53739/65535.
    assert info.total_daily_return == 100 * TAO
    assert info.return_per_1000 == 100 * TAO * 53739 // 65535 // 2


def test_a_subnet_without_tempo_earns_nothing():
    chain = delegating()
    hyper.tempo.set(chain.ctx, NETUID, 0)
    assert ask(chain, API, "get_delegate", VALIDATOR).total_daily_return == 0


@pytest.mark.parametrize(
    "take, staked, expected",
    [(0, 1_000 * TAO, 10**9), (0, 4_000 * TAO, 10**9 // 4), (65535, 1_000 * TAO, 0), (0, 0, 0)],
)
def test_daily_return_of_a_thousand_tao(take, staked, expected):
    assert daily_return_of_1000_tao(take, staked, U64F64.from_int(10**9)) == expected


def test_delegated_lists_each_subnet_of_a_staker_without_the_other_stakers():
    chain = delegating()
    rows = ask(chain, API, "get_delegated", CHARLIE)
    assert [place for _, place in rows] == [(0, 2_000 * TAO), (NETUID, 100 * TAO)]
    assert all(info.delegate_ss58 == VALIDATOR and info.nominators == () for info, _ in rows)
    assert ask(chain, API, "get_delegated", BOB) == ()


def test_stake_with_a_hotkey_that_is_no_delegate_is_not_delegated():
    chain = delegating()
    stake.increase(chain.ctx, OTHER, CHARLIE, NETUID, TAO)
    assert {info.delegate_ss58 for info, _ in ask(chain, API, "get_delegated", CHARLIE)} == {VALIDATOR}
