"""Number of mechanisms and their shares in state."""

import pytest

from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.pallets.consensus_yuma import mechanisms_state, storage
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.weights.storage import weight_commits
from meritnet.testing.chain import TestChain

NETUID = 3
SECOND = NETUID + 4096
THIRD = NETUID + 8192


@pytest.fixture
def ctx():
    ctx = TestChain().ctx
    subnets.networks_added.set(ctx, NETUID, True)
    hyper.max_allowed_uids.set(ctx, NETUID, 64)
    hyper.max_mechanism_count.set(ctx, 4)
    return ctx


def fails(error, function, *args):
    with pytest.raises(ModuleError) as caught:
        function(*args)
    assert caught.value.name == error


def test_a_subnet_starts_with_one_mechanism_and_no_split(ctx):
    assert mechanisms_state.count(ctx, NETUID) == 1
    assert mechanisms_state.split(ctx, NETUID) is None
    assert mechanisms_state.ensure_exists(ctx, NETUID, 0) == NETUID
    fails("MechanismDoesNotExist", mechanisms_state.ensure_exists, ctx, NETUID, 1)
    fails("MechanismDoesNotExist", mechanisms_state.ensure_exists, ctx, NETUID + 1, 0)


@pytest.mark.parametrize(("count", "error"), [(0, "InvalidValue"), (5, "InvalidValue")])
def test_the_count_has_bounds(ctx, count, error):
    fails(error, mechanisms_state.set_count, ctx, NETUID, count)


def test_the_index_allows_16_mechanisms_whatever_the_setting(ctx):
    hyper.max_mechanism_count.set(ctx, 255)
    hyper.max_allowed_uids.set(ctx, NETUID, 15)
    mechanisms_state.set_count(ctx, NETUID, 16)
    hyper.max_allowed_uids.set(ctx, NETUID, 1)
    fails("InvalidValue", mechanisms_state.set_count, ctx, NETUID, 17)


def test_all_mechanisms_together_have_256_uids_at_most(ctx):
    mechanisms_state.set_count(ctx, NETUID, 4)
    hyper.max_allowed_uids.set(ctx, NETUID, 65)
    fails("TooManyUIDsPerMechanism", mechanisms_state.set_count, ctx, NETUID, 4)
    mechanisms_state.set_count(ctx, NETUID, 3)


def test_an_unknown_subnet_has_no_mechanisms_to_change(ctx):
    fails("MechanismDoesNotExist", mechanisms_state.set_count, ctx, NETUID + 1, 1)
    fails("MechanismDoesNotExist", mechanisms_state.set_split, ctx, NETUID + 1, None)


def test_fewer_mechanisms_lose_all_their_data_and_the_split(ctx):
    mechanisms_state.set_count(ctx, NETUID, 3)
    mechanisms_state.set_split(ctx, NETUID, (65535,))
    for index in (NETUID, SECOND, THIRD):
        storage.weights.set(ctx, index, 7, bytes(4))
        storage.bonds.set(ctx, index, 7, bytes(4))
        storage.incentive.set(ctx, index, bytes(2))
        storage.last_update.set(ctx, index, bytes(8))
        weight_commits.set(ctx, index, b"h" * 32, ((bytes(32), 0, 1, 0),))
    mechanisms_state.set_count(ctx, NETUID, 2)
    assert mechanisms_state.split(ctx, NETUID) is None
    for index, stays in ((NETUID, True), (SECOND, True), (THIRD, False)):
        assert storage.weights.exists(ctx, index, 7) is stays
        assert storage.bonds.exists(ctx, index, 7) is stays
        assert storage.incentive.exists(ctx, index) is stays
        assert storage.last_update.exists(ctx, index) is stays
        assert weight_commits.exists(ctx, index, b"h" * 32) is stays


def test_the_same_count_keeps_the_split(ctx):
    mechanisms_state.set_count(ctx, NETUID, 2)
    mechanisms_state.set_split(ctx, NETUID, (1, 65534))
    mechanisms_state.set_count(ctx, NETUID, 2)
    assert mechanisms_state.split(ctx, NETUID) == (1, 65534)
    mechanisms_state.set_split(ctx, NETUID, None)
    assert mechanisms_state.split(ctx, NETUID) is None


@pytest.mark.parametrize("split", [(), (65534,), (65535, 1), (65533, 1, 1)])
def test_a_split_has_one_share_a_mechanism_at_most_and_the_sum_of_a_whole(ctx, split):
    mechanisms_state.set_count(ctx, NETUID, 2)
    fails("InvalidValue", mechanisms_state.set_split, ctx, NETUID, split)
