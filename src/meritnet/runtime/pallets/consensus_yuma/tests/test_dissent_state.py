"""The dissent report read from a live subnet."""

from dataclasses import replace

import pytest

from meritnet.crypto.dev_keys import keypair
from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.pallets.consensus_yuma.dissent import report
from meritnet.runtime.pallets.consensus_yuma.dissent_state import next_epoch_input, report_of
from meritnet.runtime.pallets.consensus_yuma.types import EpochInput, EpochParams
from meritnet.runtime.pallets.consensus_yuma.vectors import packed_row
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.testing.chain import TestChain
from meritnet.testing.epoch_state import hotkey_of, store

NETUID = 2


def given():
    """Nine validators agree on miner 10; validator 9 gives half of its weight to miner 11, which nobody rates."""
    agreed, odd = packed_row([[10, 65535]]), packed_row([[10, 65535], [11, 65535]])
    return EpochInput(
        params=EpochParams(max_validators=10),
        block=1000,
        last_step=0,
        emission=3_000_000_000,
        stake=[10**9 << 64] * 10 + [0, 0],
        weights=[agreed] * 9 + [odd, b"", b""],
        bonds=[b""] * 12,
        permits=[True] * 10 + [False] * 2,
        last_update=[900] * 12,
        registered=[5] * 12,
    )


@pytest.fixture
def ctx():
    ctx = TestChain().ctx
    store(ctx, NETUID, given())
    emission.pending_server_emission.set(ctx, NETUID, 1_500_000_000)
    emission.pending_validator_emission.set(ctx, NETUID, 1_000_000_000)
    emission.pending_root_alpha_divs.set(ctx, NETUID, 500_000_000)
    emission.pending_owner_cut.set(ctx, NETUID, 700_000_000)
    return ctx


def test_the_next_epoch_shares_out_what_is_pending_without_the_owner_cut(ctx):
    assert next_epoch_input(ctx, NETUID) == given()


def test_the_report_is_that_of_the_pure_model(ctx):
    assert report_of(ctx, NETUID, hotkey_of(NETUID, 9)) == report(given(), 9)


def test_the_odd_one_out_loses_about_half_and_the_others_nothing(ctx):
    """Consensus facts 15.1: giving x to miners nobody else rates loses x(1 - s)/(1 - s x)."""
    odd = report_of(ctx, NETUID, hotkey_of(NETUID, 9))
    assert odd.final_loss == pytest.approx(0.5 * 0.9 / (1 - 0.1 * 0.5), abs=1e-3)
    assert [gap.uid for gap in odd.disagreements] == [10, 11]
    assert report_of(ctx, NETUID, hotkey_of(NETUID, 0)).final_loss == pytest.approx(0, abs=1e-6)


def test_who_has_no_uid_has_no_report_and_a_missing_mechanism_is_an_error(ctx):
    assert report_of(ctx, NETUID, keypair("//Nobody").account) is None
    with pytest.raises(ModuleError) as caught:
        report_of(ctx, NETUID, hotkey_of(NETUID, 0), mechanism=1)
    assert caught.value.name == "MechanismDoesNotExist"


def test_commits_are_read_where_they_count(ctx):
    hidden = replace(
        given(),
        params=replace(given().params, commit_reveal=True),
        commit_blocks=[None] * 9 + [880, None, None],
    )
    store(ctx, NETUID, hidden)
    assert next_epoch_input(ctx, NETUID) == hidden
