"""Preimages: who pays, who may remove, what requests keep; bounded calls in place and by hash."""

import hashlib

import pytest

from meritnet.codec import Case
from meritnet.runtime.framework.errors import Corruption, Unavailable
from meritnet.runtime.framework.origin import signed
from meritnet.runtime.pallets.balances import accounts, reserves
from meritnet.runtime.pallets.balances import storage as balances
from meritnet.runtime.pallets.preimage import bounded, storage, store
from meritnet.testing.chain import TestChain, account

ALICE, BOB = account("//Alice"), account("//Bob")
DATA = b"twelve bytes"
HASH = hashlib.blake2b(DATA, digest_size=32).digest()
DEPOSIT = 104_000_000 + 1_000_000 * len(DATA)


@pytest.fixture
def chain() -> TestChain:
    return TestChain()


def status(chain: TestChain, key: bytes = HASH) -> Case | None:
    return storage.request_status_for.get(chain.ctx, key)


def test_who_notes_pays_and_gets_it_back(chain: TestChain) -> None:
    before = accounts.free(chain.ctx, ALICE)
    chain.ok("Preimage", "note_preimage", DATA, by="//Alice")
    assert status(chain) == Case("Unrequested", ((ALICE, DEPOSIT), len(DATA)))
    assert (
        reserves.held(chain.ctx, reserves.PREIMAGE, ALICE)
        == before - accounts.free(chain.ctx, ALICE)
        == DEPOSIT
    )
    assert store.fetch(chain.ctx, HASH, None) == DATA
    chain.fails("AlreadyNoted", "Preimage", "note_preimage", DATA, by="//Bob")
    chain.fails("NotAuthorized", "Preimage", "unnote_preimage", HASH, by="//Bob")
    chain.ok("Preimage", "unnote_preimage", HASH, by="//Alice")
    assert chain.events("Cleared")[0].args == (HASH,)
    assert (status(chain), store.fetch(chain.ctx, HASH, len(DATA))) == (None, None)
    assert accounts.free(chain.ctx, ALICE) == before
    chain.fails("NotNoted", "Preimage", "unnote_preimage", HASH, by="//Alice")


def test_requests_keep_the_bytes(chain: TestChain) -> None:
    chain.ok("Preimage", "note_preimage", DATA, by="//Alice")
    chain.fails("BadOrigin", "Preimage", "request_preimage", HASH, by="//Alice")
    chain.ok("Preimage", "request_preimage", HASH)
    chain.ok("Preimage", "request_preimage", HASH)
    assert len(chain.events("Requested")) == 1
    chain.ok("Preimage", "unnote_preimage", HASH, by="//Alice")
    assert status(chain) == Case("Requested", (None, 2, len(DATA)))
    chain.fails("NotAuthorized", "Preimage", "unnote_preimage", HASH, by="//Alice")
    chain.ok("Preimage", "unrequest_preimage", HASH)
    assert store.fetch(chain.ctx, HASH, len(DATA)) == DATA
    chain.ok("Preimage", "unnote_preimage", HASH)
    assert status(chain) is None
    chain.fails("NotRequested", "Preimage", "unrequest_preimage", HASH)


def test_a_paid_preimage_outlives_its_requests(chain: TestChain) -> None:
    chain.ok("Preimage", "note_preimage", DATA, by="//Alice")
    chain.ok("Preimage", "request_preimage", HASH)
    chain.ok("Preimage", "unrequest_preimage", HASH)
    assert status(chain) == Case("Unrequested", ((ALICE, DEPOSIT), len(DATA)))


def test_requested_bytes_are_noted_for_free(chain: TestChain) -> None:
    chain.ok("Preimage", "request_preimage", HASH)
    assert status(chain) == Case("Requested", (None, 1, None))
    call = chain.call("Preimage", "note_preimage", DATA)
    assert chain.ctx.dispatch(signed(ALICE), call).pays is False
    assert status(chain) == Case("Requested", (None, 1, len(DATA)))
    assert reserves.held(chain.ctx, reserves.PREIMAGE, ALICE) == 0


def test_an_unmet_request_leaves_nothing(chain: TestChain) -> None:
    chain.ok("Preimage", "request_preimage", HASH)
    chain.ok("Preimage", "unrequest_preimage", HASH)
    assert status(chain) is None


def test_sizes_and_deposits_are_bounded(chain: TestChain) -> None:
    chain.fails("TooBig", "Preimage", "note_preimage", bytes(4 * 1024 * 1024 + 1))
    chain.ok("Preimage", "note_preimage", bytes(4 * 1024 * 1024))
    poor = account("//Poor")
    accounts.set_balance(chain.ctx, poor, DEPOSIT + 499)
    chain.fails("FundsUnavailable", "Preimage", "note_preimage", DATA, by="//Poor")
    accounts.set_balance(chain.ctx, poor, DEPOSIT + 500)
    chain.ok("Preimage", "note_preimage", DATA, by="//Poor")


def test_an_old_status_becomes_a_hold(chain: TestChain) -> None:
    reserves.reserve(chain.ctx, ALICE, 5_000)
    storage.status_for.set(chain.ctx, HASH, Case("Unrequested", ((ALICE, 5_000), len(DATA))))
    storage.preimage_for.set(chain.ctx, (HASH, len(DATA)), DATA)
    storage.status_for.set(chain.ctx, bytes(32), Case("Requested", (None, 3, None)))
    chain.fails("TooFew", "Preimage", "ensure_updated", (), by="//Bob")
    chain.fails("TooMany", "Preimage", "ensure_updated", (HASH,) * 1_025, by="//Bob")
    chain.ok("Preimage", "ensure_updated", (HASH, bytes(32)), by="//Bob")
    assert (
        accounts.reserved(chain.ctx, ALICE) == reserves.held(chain.ctx, reserves.PREIMAGE, ALICE) == DEPOSIT
    )
    assert status(chain) == Case("Unrequested", ((ALICE, DEPOSIT), len(DATA)))
    assert status(chain, bytes(32)) == Case("Requested", (None, 3, None))


def test_a_short_call_is_bound_in_place(chain: TestChain) -> None:
    call = chain.call("System", "remark", bytes(124))
    stored = bounded.bound(chain.ctx, call)
    assert stored.name == "Inline"
    assert len(stored.args[0]) == 128
    assert bounded.realize(chain.ctx, stored) == call


def test_a_long_call_is_bound_by_its_hash(chain: TestChain) -> None:
    call = chain.call("System", "remark", bytes(200))
    stored = bounded.bound(chain.ctx, call)
    assert stored.name == "Lookup"
    assert status(chain, stored.args[0]) == Case("Requested", (None, 1, stored.args[1]))
    assert bounded.peek(chain.ctx, stored) == call
    assert bounded.realize(chain.ctx, stored) == call
    assert status(chain, stored.args[0]) is None
    with pytest.raises(Unavailable):
        bounded.peek(chain.ctx, stored)
    bounded.drop(chain.ctx, stored)


def test_what_does_not_decode_is_corrupt(chain: TestChain) -> None:
    with pytest.raises(Corruption):
        bounded.peek(chain.ctx, Case("Inline", (b"\xff\xff",)))
    legacy = Case("Legacy", (HASH,))
    with pytest.raises(Unavailable):
        bounded.peek(chain.ctx, legacy)
    encoded = chain.runtime.call_bytes(chain.call("System", "remark", b"x"))
    key, _ = store.note(chain.ctx, encoded, None)
    assert bounded.peek(chain.ctx, Case("Legacy", (key,))).name == "System"


def test_holds_are_part_of_the_issuance(chain: TestChain) -> None:
    before = balances.total_issuance.get(chain.ctx)
    chain.ok("Preimage", "note_preimage", DATA, by="//Alice")
    assert balances.total_issuance.get(chain.ctx) == before


def test_a_preimage_goes_even_if_root_has_unreserved_its_deposit(chain: TestChain) -> None:
    chain.ok("Preimage", "note_preimage", DATA, by="//Alice")
    chain.ok("Balances", "force_unreserve", Case("Id", (ALICE,)), DEPOSIT)
    chain.ok("Preimage", "unnote_preimage", HASH, by="//Alice")
    assert status(chain) is None
