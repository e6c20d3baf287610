"""The columns of a uid: appended, emptied, trimmed."""

import pytest

from meritnet.runtime.pallets.consensus_yuma import columns, storage
from meritnet.testing.chain import TestChain

NETUID = 5
VECTORS = {
    storage.active: 1,
    storage.validator_permit: 1,
    storage.emission: 8,
    storage.consensus: 2,
    storage.dividends: 2,
    storage.validator_trust: 2,
}


@pytest.fixture
def chain() -> TestChain:
    chain = TestChain()
    storage.mechanism_count_current.set(chain.ctx, NETUID, 2)
    chain.ctx.block_number = 258
    return chain


def _pairs(*pairs: tuple[int, int]) -> bytes:
    return b"".join(uid.to_bytes(2, "little") + value.to_bytes(2, "little") for uid, value in pairs)


def _fill(chain: TestChain, n: int) -> None:
    ctx = chain.ctx
    for item, width in VECTORS.items():
        item.set(ctx, NETUID, b"\x01" * (n * width))
    storage.stake_weight.set(ctx, NETUID, b"\x01" * (2 * n))
    for index in (NETUID, NETUID + 4096):
        storage.incentive.set(ctx, index, b"\x01" * (2 * n))
        storage.last_update.set(ctx, index, b"\x01" * (8 * n))


def test_append_grows_all_but_the_stake_weight(chain: TestChain) -> None:
    ctx = chain.ctx
    _fill(chain, 2)
    columns.append(ctx, NETUID, 2)
    assert storage.active.get(ctx, NETUID) == b"\x01\x01\x01"
    for item, width in VECTORS.items():
        if item is not storage.active:
            assert item.get(ctx, NETUID) == b"\x01" * (2 * width) + bytes(width)
    assert storage.stake_weight.get(ctx, NETUID) == b"\x01" * 4
    for index in (NETUID, NETUID + 4096):
        assert storage.incentive.get(ctx, index) == b"\x01" * 4 + bytes(2)
        assert storage.last_update.get(ctx, index) == b"\x01" * 16 + b"\x02\x01" + bytes(6)


def test_a_last_update_that_is_too_short_is_filled_up_with_zeros(chain: TestChain) -> None:
    columns.append(chain.ctx, NETUID, 3)
    assert [columns.last_update_of(chain.ctx, NETUID, uid) for uid in range(5)] == [0, 0, 0, 258, 0]


def test_reset_empties_one_slot_in_every_mechanism(chain: TestChain) -> None:
    ctx = chain.ctx
    _fill(chain, 3)
    for index in (NETUID, NETUID + 4096):
        storage.weights.set(ctx, index, 0, _pairs((0, 9), (1, 8)))
        storage.weights.set(ctx, index, 1, _pairs((0, 9)))
        storage.bonds.set(ctx, index, 0, _pairs((1, 5)))
        storage.bonds.set(ctx, index, 1, _pairs((0, 5)))
    columns.reset(ctx, NETUID, 1, 3)
    assert storage.active.get(ctx, NETUID) == b"\x01\x01\x01"
    for item, width in (*VECTORS.items(), (storage.stake_weight, 2)):
        if item is not storage.active:
            assert item.get(ctx, NETUID) == b"\x01" * width + bytes(width) + b"\x01" * width
    for index in (NETUID, NETUID + 4096):
        assert columns.last_update_of(ctx, index, 1) == 258
        assert storage.weights.get(ctx, index, 0) == _pairs((0, 9), (1, 0))
        assert not storage.weights.exists(ctx, index, 1)
        # Bonds to the slot stay; the next epoch masks them because the uid is new.
        assert storage.bonds.get(ctx, index, 0) == _pairs((1, 5))
        assert not storage.bonds.exists(ctx, index, 1)


def test_reset_of_a_slot_that_a_vector_lacks_changes_nothing_there(chain: TestChain) -> None:
    storage.dividends.set(chain.ctx, NETUID, b"\x01\x01")
    columns.reset(chain.ctx, NETUID, 1, 2)
    assert storage.dividends.get(chain.ctx, NETUID) == b"\x01\x01"


def test_trim_renames_uids_in_rows_of_every_mechanism(chain: TestChain) -> None:
    ctx = chain.ctx
    _fill(chain, 4)
    storage.consensus.set(ctx, NETUID, b"".join(uid.to_bytes(2, "little") for uid in (10, 11, 12)))
    for index in (NETUID, NETUID + 4096):
        storage.weights.set(ctx, index, 3, _pairs((0, 1), (1, 2), (3, 4)))
        storage.bonds.set(ctx, index, 0, _pairs((2, 7)))
    columns.trim(ctx, NETUID, 4, {1: 0, 3: 1})
    assert storage.consensus.get(ctx, NETUID) == b"\x0b\0\0\0"
    for index in (NETUID, NETUID + 4096):
        assert storage.weights.get(ctx, index, 1) == _pairs((0, 2), (1, 4))
        assert [uid for uid, _ in storage.weights.iter_prefix(ctx, index)] == [1]
        assert [uid for uid, _ in storage.bonds.iter_prefix(ctx, index)] == []
        assert len(storage.incentive.get(ctx, index)) == 4
        assert len(storage.last_update.get(ctx, index)) == 16
