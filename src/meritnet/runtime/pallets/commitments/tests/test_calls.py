"""Commitments: what is stored, what is refused, the space of an epoch, the reset of bonds."""

import pytest

from meritnet.codec import Case
from meritnet.codec.errors import InvalidValue
from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.framework.origin import signed
from meritnet.runtime.pallets.commitments import storage
from meritnet.runtime.pallets.commitments.calls import space_of
from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids
from meritnet.testing.chain import TestChain, account

CALL = ("Commitments", "set_commitment")
HOT = account("//Hot")
RESET = Case("ResetBondsFlag", ())


def raw(data: bytes) -> Case:
    """Return a raw field as the reference's enum names it: by length."""
    return Case(f"Raw{len(data)}", (data,))


@pytest.fixture
def chain() -> TestChain:
    chain = TestChain()
    uids.append(chain.ctx, 1, account("//First"))
    uids.append(chain.ctx, 1, HOT)
    return chain


def _pairs(*pairs: tuple[int, int]) -> bytes:
    return b"".join(uid.to_bytes(2, "little") + value.to_bytes(2, "little") for uid, value in pairs)


def test_a_commitment_replaces_the_one_before(chain: TestChain) -> None:
    ctx = chain.ctx
    chain.ok(*CALL, 1, (raw(b"one"),), by=HOT)
    ctx.block_number = 7
    fields = (raw(b"http://1.2.3.4"), Case("Sha256", (b"h" * 32,)), Case("BigRaw", (b"b" * 512,)))
    chain.ok(*CALL, 1, fields, by=HOT)
    record = storage.commitment_of.get(ctx, 1, HOT)
    assert (record.deposit, record.block, record.info) == (0, 7, fields)
    assert storage.last_commitment.get(ctx, 1, HOT) == 7
    assert [record.args for record in chain.events("Commitment")] == [(1, HOT), (1, HOT)]


def test_the_stored_bytes_are_those_that_clients_decode(chain: TestChain) -> None:
    """deposit u64, block u32, count of fields, then 1 + length as the variant of a raw field, and its bytes."""
    chain.ok(*CALL, 1, (raw(b"abc"),), by=HOT)
    record = storage.commitment_of.get(chain.ctx, 1, HOT)
    assert storage.commitment_of.value.encode(record) == bytes(8) + b"\x01\0\0\0" + b"\x04" + b"\x04abc"


def test_only_registered_hotkeys_commit(chain: TestChain) -> None:
    chain.fails("AccountNotAllowedCommit", *CALL, 1, (raw(b"x"),), by="//Alice")
    chain.fails("AccountNotAllowedCommit", *CALL, 0, (raw(b"x"),), by=HOT)
    chain.fails("BadOrigin", *CALL, 1, (raw(b"x"),))


def test_a_fourth_field_cannot_even_be_encoded(chain: TestChain) -> None:
    with pytest.raises(InvalidValue):
        chain.call(*CALL, 1, (raw(b"x"),) * 4)


def test_the_call_refuses_a_fourth_field_by_name(chain: TestChain) -> None:
    call = Case("Commitments", (Case("set_commitment", (1, (raw(b"x"),) * 4)),))
    with pytest.raises(ModuleError, match="TooManyFieldsInCommitmentInfo"):
        chain.ctx.dispatch(signed(HOT), call)


def test_the_mark_of_a_failed_timelock_is_refused(chain: TestChain) -> None:
    field = Case("TimelockRevealFailed", (b"sealed", 9))
    chain.fails("TimelockRevealFailedNotAllowed", *CALL, 1, (raw(b"x"), field), by=HOT)


def test_the_space_of_an_epoch(chain: TestChain) -> None:
    ctx = chain.ctx
    big = (Case("BigRaw", (bytes(500),)), Case("BigRaw", (bytes(500),)))
    for _ in range(3):
        chain.ok(*CALL, 1, big, by=HOT)
    chain.ok(*CALL, 1, (raw(b"counts 100"),), by=HOT)
    assert storage.used_space_of.get(ctx, 1, HOT).used_space == 3_100
    chain.fails("SpaceLimitExceeded", *CALL, 1, (), by=HOT)
    emission.subnet_epoch_index.set(ctx, 1, emission.subnet_epoch_index.get(ctx, 1) + 1)
    chain.ok(*CALL, 1, (), by=HOT)
    assert storage.used_space_of.get(ctx, 1, HOT).used_space == 100


def test_space_counts_the_data_only() -> None:
    assert space_of(raw(b"four")) == 4
    assert space_of(Case("Keccak256", (bytes(32),))) == 32
    assert space_of(Case("BigRaw", (bytes(400),))) == 400
    assert space_of(RESET) == space_of(Case("None", ())) == 0


def test_root_sets_the_space(chain: TestChain) -> None:
    chain.fails("BadOrigin", "Commitments", "set_max_space", 99, by="//Alice")
    chain.ok("Commitments", "set_max_space", 99)
    chain.fails("SpaceLimitExceeded", *CALL, 1, (), by=HOT)


def test_a_reset_deletes_the_bonds_to_the_caller_in_every_mechanism(chain: TestChain) -> None:
    ctx = chain.ctx
    uid = uids.uid_of(ctx, 1, HOT)
    assert uid is not None
    other = uid - 1
    consensus.mechanism_count_current.set(ctx, 1, 2)
    hyper.bonds_reset_on.set(ctx, 1, True)
    for index in (1, 4097):
        consensus.bonds.set(ctx, index, other, _pairs((other, 5), (uid, 6)))
        consensus.bonds.set(ctx, index, uid, _pairs((uid, 7)))
    chain.ok(*CALL, 1, (RESET,), by=HOT)
    for index in (1, 4097):
        assert consensus.bonds.get(ctx, index, other) == _pairs((other, 5))
        assert consensus.bonds.get(ctx, index, uid) == b""
    assert storage.last_bonds_reset.get(ctx, 1, HOT) == ctx.block_number


def test_a_reset_needs_the_owners_switch(chain: TestChain) -> None:
    ctx = chain.ctx
    uid = uids.uid_of(ctx, 1, HOT)
    assert uid is not None
    consensus.bonds.set(ctx, 1, 0, _pairs((uid, 6)))
    chain.ok(*CALL, 1, (RESET,), by=HOT)
    assert consensus.bonds.get(ctx, 1, 0) == _pairs((uid, 6))
    assert storage.last_bonds_reset.get(ctx, 1, HOT) == ctx.block_number


def test_the_call_is_free() -> None:
    chain = TestChain()
    definition = chain.ctx.chain.find_call(chain.call(*CALL, 1, ()))[0]
    assert definition.pays is False
