"""Slots: append, replace, prune."""

import pytest

from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import serving, storage, uids
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.testing.chain import TestChain, account

from .building import add_neurons, layout, open_subnet

NEW = account("//New")


@pytest.fixture
def chain() -> TestChain:
    chain = TestChain()
    open_subnet(chain.ctx, 5, max_uids=3)
    return chain


def test_appended_uids_have_no_gaps_and_both_maps_agree(chain: TestChain) -> None:
    ctx = chain.ctx
    keys = add_neurons(ctx, 5, "//A", "//B", "//C")
    assert uids.count(ctx, 5) == 3
    assert layout(ctx, 5) == list(zip(keys, range(3), strict=True))
    assert uids.hotkey_of(ctx, 5, 3) is None
    assert uids.uid_of(ctx, 5, NEW) is None
    assert uids.networks_of(ctx, keys[0]) == [5]
    assert uids.is_registered_anywhere(ctx, keys[2])
    assert not uids.is_registered_anywhere(ctx, NEW)


def test_a_newcomer_replaces_the_lowest_emission_on_a_full_subnet(chain: TestChain) -> None:
    ctx = chain.ctx
    keys = add_neurons(ctx, 5, "//A", "//B", "//C")
    consensus.emission.set(ctx, 5, b"".join(e.to_bytes(8, "little") for e in (9, 4, 7)))
    serving.put_axon(ctx, keys[1], 5, 1, 2, 3, 4, 0, 0, 0)
    serving.put_prometheus(ctx, keys[1], 5, 1, 2, 3, 4)
    serving.put_certificate(ctx, keys[1], 5, b"\x01key")
    chain.block()
    assert uids.register(ctx, 5, NEW) == 1
    assert layout(ctx, 5) == [(keys[0], 0), (NEW, 1), (keys[2], 2)]
    assert not uids.is_registered(ctx, 5, keys[1])
    assert not uids.is_registered_anywhere(ctx, keys[1])
    assert storage.block_at_registration.get(ctx, 5, 1) == ctx.block_number
    for item in (storage.axons, storage.prometheus, storage.neuron_certificates):
        assert not item.exists(ctx, 5, keys[1])


def test_nobody_can_join_where_all_are_the_owners(chain: TestChain) -> None:
    ctx = chain.ctx
    add_neurons(ctx, 5, "//Owner/hot", "//Owner/2", "//Owner/3", coldkey="//Owner")
    hyper.immune_owner_uids_limit.set(ctx, 5, 3)
    with pytest.raises(ModuleError, match="NoNeuronIdAvailable"):
        uids.register(ctx, 5, NEW)


def test_quirk_replacing_the_owner_hotkey_does_nothing_and_tells_nobody(chain: TestChain) -> None:
    ctx = chain.ctx
    keys = add_neurons(ctx, 5, "//Owner/hot", "//B", "//C")
    hyper.immune_owner_uids_limit.set(ctx, 5, 0)
    assert uids.register(ctx, 5, NEW) == 0
    assert layout(ctx, 5) == list(zip(keys, range(3), strict=True))


def test_a_subnet_without_an_owner_hotkey_may_prune_the_zero_account(chain: TestChain) -> None:
    """The reference's subnet 1 begins with a placeholder neuron of the zero account."""
    ctx = chain.ctx
    uids.append(ctx, 5, bytes(32))
    hyper.max_allowed_uids.set(ctx, 5, 1)
    subnets.subnet_owner_hotkey.remove(ctx, 5)
    assert uids.register(ctx, 5, NEW) == 0
    assert uids.hotkeys(ctx, 5) == [NEW]
