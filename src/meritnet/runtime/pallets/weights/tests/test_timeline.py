"""Commit, reveal, epoch: block by block on a chain whose epochs run by themselves."""

from dataclasses import replace

import numpy as np
import pytest

from meritnet.runtime.pallets.consensus_yuma import storage
from meritnet.runtime.pallets.consensus_yuma.commit_hash import commit_hash
from meritnet.runtime.pallets.consensus_yuma.dissent_state import next_epoch_input
from meritnet.runtime.pallets.consensus_yuma.epoch import run_epoch
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids
from meritnet.testing.chain import account

from .subnet import MINER_A, MINER_B, NETUID, V1, V2, build, row, told

PALLET = "SubtensorModule"
TEMPO = 10
SALT = (4, 2)


@pytest.fixture
def chain():
    """Epochs in blocks 10, 20, 30, ..."""
    chain = build(hidden=True)
    hyper.tempo.set(chain.ctx, NETUID, TEMPO)
    emission.last_epoch_block.set(chain.ctx, NETUID, 0)
    return chain


def to(chain, block):
    chain.block(block - chain.ctx.block_number)


def commit(chain, by, dests, weights):
    chain.ok(
        PALLET, "commit_weights", NETUID, commit_hash(account(by), NETUID, dests, weights, SALT, 0), by=by
    )


def reveal(chain, by, dests, weights):
    chain.ok(PALLET, "reveal_weights", NETUID, dests, weights, SALT, 0, by=by)


def incentive(chain):
    return np.frombuffer(storage.incentive.get(chain.ctx, NETUID), "<u2").tolist()


def test_a_row_counts_from_the_epoch_after_its_reveal(chain):
    to(chain, 5)
    for validator in (V1, V2):  # two thirds of the stake
        commit(chain, validator, (3,), (1,))
    to(chain, 9)
    chain.fails("RevealTooEarly", PALLET, "reveal_weights", NETUID, (3,), (1,), SALT, 0, by=V1)
    to(chain, 10)
    assert incentive(chain) == [0] * 5
    for validator, uid in ((V1, 0), (V2, 1)):
        reveal(chain, validator, (3,), (1,))
        assert row(chain, uid) == [[3, 65535]]
    to(chain, 19)
    assert incentive(chain) == [0] * 5
    to(chain, 20)
    assert incentive(chain) == [0, 0, 0, 65535, 0]
    assert told(chain, "IncentiveAlphaEmittedToMiners")[0][1] == (NETUID, (0,) * 5)


def test_a_missed_epoch_loses_the_commit(chain):
    to(chain, 5)
    commit(chain, V1, (3,), (1,))
    to(chain, 20)
    chain.fails("RevealTooEarly", PALLET, "reveal_weights", NETUID, (3,), (1,), SALT, 0, by=V1)
    commit(chain, V1, (4,), (1,))
    chain.fails("NoWeightsCommitFound", PALLET, "reveal_weights", NETUID, (3,), (1,), SALT, 0, by=V1)
    to(chain, 30)
    reveal(chain, V1, (4,), (1,))


def test_an_epoch_of_the_block_step_is_that_of_the_pure_model(chain):
    to(chain, 5)
    commit(chain, V1, (3, 4), (40000, 20000))
    commit(chain, V2, (3, 4), (1, 3))
    to(chain, 11)
    reveal(chain, V1, (3, 4), (40000, 20000))
    reveal(chain, V2, (3, 4), (1, 3))
    to(chain, 19)
    for item, amount in (
        (emission.pending_server_emission, 4_100_000_003),
        (emission.pending_validator_emission, 3_000_000_001),
        (emission.pending_root_alpha_divs, 1_100_000_000),
    ):
        item.set(chain.ctx, NETUID, amount)
    model = run_epoch(replace(next_epoch_input(chain.ctx, NETUID), block=20))
    to(chain, 20)
    assert model.server_emission[3] > 0
    for item in (storage.incentive, storage.dividends, storage.consensus, storage.validator_trust):
        assert item.get(chain.ctx, NETUID) == getattr(model, _field(item)), item
    assert [storage.bonds.get(chain.ctx, NETUID, uid) for uid in range(5)] == model.bonds
    [event] = told(chain, "IncentiveAlphaEmittedToMiners")
    assert event[1] == (NETUID, tuple(model.server_emission))


def _field(item):
    return {"ValidatorTrust": "validator_trust"}.get(item.name, item.name.lower())


def test_an_open_commit_lends_nothing_to_a_newcomer_in_an_old_slot(chain):
    """The row names uid 4; its miner is replaced while a commit is open, and the newcomer earns nothing by the row."""
    ctx = chain.ctx
    to(chain, 5)
    for validator in (V1, V2):
        commit(chain, validator, (3, 4), (1, 1))
    to(chain, 12)
    for validator in (V1, V2):
        reveal(chain, validator, (3, 4), (1, 1))
        commit(chain, validator, (3,), (1,))
    to(chain, 15)
    uids.replace(ctx, NETUID, 4, account("//Newcomer"))
    for uid in (0, 1):
        assert row(chain, uid) == [[3, 65535], [4, 0]]
        storage.weights.set(ctx, NETUID, uid, np.array([[3, 65535], [4, 65535]], "<u2").tobytes())
    # Now the rows are younger than the registration by LastUpdate, older by their open commits.
    storage.last_update.set(ctx, NETUID, np.full(5, 16, "<u8").tobytes())
    to(chain, 20)
    assert incentive(chain) == [0, 0, 0, 65535, 0]
    to(chain, 30)  # the commits are void now, and the rows count in full
    assert incentive(chain) == [0, 0, 0, 32767, 32767]


def test_miners_have_the_uids_these_rows_name(chain):
    assert [uids.uid_of(chain.ctx, NETUID, account(uri)) for uri in (MINER_A, MINER_B)] == [3, 4]
