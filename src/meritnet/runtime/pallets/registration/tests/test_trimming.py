"""Trimming a subnet: who goes, and that everything tied to a uid moves with it."""

import pytest

from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import serving, storage, uids
from meritnet.runtime.pallets.registration.trimming import trim_to
from meritnet.testing.chain import TestChain, account

from .building import add_neurons, layout, open_subnet


def _pairs(*pairs: tuple[int, int]) -> bytes:
    return b"".join(uid.to_bytes(2, "little") + value.to_bytes(2, "little") for uid, value in pairs)


def _subnet(*emissions: int) -> tuple[TestChain, list[bytes]]:
    chain = TestChain()
    open_subnet(chain.ctx, 5, max_uids=16)
    keys = add_neurons(chain.ctx, 5, *(f"//N{i}" for i in range(len(emissions))))
    consensus.emission.set(chain.ctx, 5, b"".join(e.to_bytes(8, "little") for e in emissions))
    return chain, keys


def test_a_small_subnet_is_left_alone() -> None:
    chain, keys = _subnet(1, 2)
    before = chain.ctx.changes()
    trim_to(chain.ctx, 5, 2)
    assert chain.ctx.changes() == before
    assert uids.hotkeys(chain.ctx, 5) == keys


def test_the_lowest_emission_goes_and_the_others_move_up() -> None:
    chain, keys = _subnet(50, 10, 40, 10, 30)
    ctx = chain.ctx
    for uid in range(5):
        storage.block_at_registration.set(ctx, 5, uid, 100 + uid)
    ctx.block_number = 1_000
    consensus.weights.set(ctx, 5, 0, _pairs((1, 7), (2, 8), (4, 9)))
    consensus.weights.set(ctx, 5, 3, _pairs((0, 1)))
    consensus.bonds.set(ctx, 5, 4, _pairs((3, 5), (4, 6)))
    consensus.dividends.set(ctx, 5, b"".join(uid.to_bytes(2, "little") for uid in range(5)))
    consensus.last_update.set(ctx, 5, b"".join((10 * uid).to_bytes(8, "little") for uid in range(5)))
    serving.put_axon(ctx, keys[1], 5, 1, 2, 3, 4, 0, 0, 0)
    emission.alpha_dividends_per_subnet.set(ctx, 5, keys[3], 77)
    emission.last_hotkey_emission_on_netuid.set(ctx, keys[3], 5, 77)
    trim_to(ctx, 5, 3)
    assert layout(ctx, 5) == [(keys[0], 0), (keys[2], 1), (keys[4], 2)]
    assert [uids.hotkey_of(ctx, 5, uid) for uid in (3, 4)] == [None, None]
    assert [storage.block_at_registration.get(ctx, 5, uid) for uid in range(3)] == [100, 102, 104]
    for key in (keys[1], keys[3]):
        assert not uids.is_registered(ctx, 5, key)
        assert not uids.is_registered_anywhere(ctx, key)
    assert not storage.axons.exists(ctx, 5, keys[1])
    assert not emission.alpha_dividends_per_subnet.exists(ctx, 5, keys[3])
    assert not emission.last_hotkey_emission_on_netuid.exists(ctx, keys[3], 5)
    assert consensus.weights.get(ctx, 5, 0) == _pairs((1, 8), (2, 9))
    assert not consensus.weights.exists(ctx, 5, 3)
    assert consensus.bonds.get(ctx, 5, 2) == _pairs((2, 6))
    assert not consensus.bonds.exists(ctx, 5, 4)
    assert consensus.dividends.get(ctx, 5) == b"\0\0\x02\0\x04\0"
    assert consensus.last_update.get(ctx, 5) == b"".join(b.to_bytes(8, "little") for b in (0, 20, 40))
    assert len(consensus.emission.get(ctx, 5)) == 24
    assert len(consensus.active.get(ctx, 5)) == len(consensus.validator_permit.get(ctx, 5)) == 3


def test_of_equals_the_higher_uid_goes() -> None:
    chain, keys = _subnet(5, 5, 5, 5)
    chain.ctx.block_number = 1_000
    trim_to(chain.ctx, 5, 2)
    assert uids.hotkeys(chain.ctx, 5) == keys[:2]


def test_owner_and_immune_neurons_stay() -> None:
    chain, keys = _subnet(1, 9, 8, 7, 6)
    ctx = chain.ctx
    ctx.block_number = 1_000
    hyper.immunity_period.set(ctx, 5, 100)
    storage.block_at_registration.set(ctx, 5, 4, 950)
    storage.owned_hotkeys.set(ctx, account("//Owner"), (keys[0],))
    trim_to(ctx, 5, 3)
    assert uids.hotkeys(ctx, 5) == [keys[0], keys[1], keys[4]]


def test_too_many_protected_neurons_forbid_the_trim() -> None:
    chain, _ = _subnet(*range(10))
    ctx = chain.ctx
    ctx.block_number = 1_000
    hyper.immunity_period.set(ctx, 5, 100)
    for uid in range(4):
        storage.block_at_registration.set(ctx, 5, uid, 950)
    with pytest.raises(ModuleError, match="TrimmingWouldExceedMaxImmunePercentage"):
        trim_to(ctx, 5, 5)
    trim_to(ctx, 5, 6)
    assert uids.count(ctx, 5) == 6
