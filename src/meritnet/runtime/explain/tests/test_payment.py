"""A payment is explained with the weights that its epoch counted, and adds up to what the epoch stored."""

import pytest

from meritnet.primitives.errors import NotFound
from meritnet.runtime.explain.payment import explain_payment
from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.weights.tests import subnet
from meritnet.runtime.pallets.weights.tests.subnet import NETUID, V1, V2
from meritnet.runtime.pallets.weights.tests.test_timelocked import BEACON, CALL, EPOCH, ROUND, sealed
from meritnet.testing.chain import DictState, TestChain

SET = 1_000 * 10**9


def chain_before_epoch() -> TestChain:
    """Return a chain whose next block opens two timelocked rows and runs the epoch on them."""
    chain = subnet.build(hidden=True, mechanisms=2)
    BEACON.follow(chain.ctx)
    subnet.set_epoch(chain, EPOCH)
    # Weights of the block in which a miner registered would not count for it.
    chain.block()
    for by in (V1, V2):
        chain.ok(*CALL, NETUID, sealed(by), ROUND, 4, by=by)
    BEACON.publish(chain, ROUND)
    emission.last_epoch_block.set(chain.ctx, NETUID, chain.ctx.block_number)
    emission.pending_server_emission.set(chain.ctx, NETUID, SET)
    hyper.tempo.set(chain.ctx, NETUID, 2)
    chain.block()
    return chain


def test_rows_that_open_in_the_epochs_own_block_are_votes() -> None:
    chain = chain_before_epoch()
    assert subnet.row(chain, 0) == []
    before = chain.runtime.read_context(_copy(chain), chain.ctx.block_number)
    chain.block()
    number = chain.ctx.block_number
    assert emission.last_mechansim_step_block.get(chain.ctx, NETUID) == number
    told = explain_payment(before, chain.ctx, NETUID, 3)
    assert before.changes() == {}
    first, second = told.mechanisms
    assert [(vote.uid, vote.weight_ppb) for vote in first.votes if vote.has_row] == [(0, 10**9), (1, 10**9)]
    assert not any(vote.has_row for vote in second.votes)
    assert first.recomputed_incentive_u16 == first.stored_incentive_u16 == 65_535
    assert first.alpha_share_ppb + second.alpha_share_ppb == 10**9
    assert explain_payment(before, chain.ctx, NETUID).uid == 3
    validator = explain_payment(before, chain.ctx, NETUID, 0)
    assert [(own.uid, own.is_cut) for own in validator.mechanisms[0].own_weights] == [(3, False)]
    stored = consensus.dividends.get(chain.ctx, NETUID)
    assert len(stored) == 2 * len(subnet.NEURONS)


def test_no_epoch_and_no_such_uid_are_said() -> None:
    chain = chain_before_epoch()
    earlier = chain.runtime.read_context(_copy(chain), chain.ctx.block_number + 1)
    with pytest.raises(NotFound, match="had no epoch"):
        explain_payment(earlier, chain.ctx, NETUID + 1)
    before = chain.runtime.read_context(_copy(chain), chain.ctx.block_number)
    chain.block()
    with pytest.raises(NotFound, match=r"it had 0\.\.4"):
        explain_payment(before, chain.ctx, NETUID, 5)


def _copy(chain: TestChain) -> DictState:
    state = DictState()
    state.data = dict(chain.state.data) | {
        key: raw for key, raw in chain.ctx.changes().items() if raw is not None
    }
    return state
