"""The check of deposits finds what is missing and nothing in a sound state."""

from meritnet.codec import Case
from meritnet.runtime.pallets.proxy import invariants
from meritnet.testing.chain import TestChain, account

ALICE, BOB = account("//Alice"), account("//Bob")


def test_a_sound_state_passes() -> None:
    chain = TestChain()
    chain.ok("Proxy", "add_proxy", Case("Id", (BOB,)), Case("Any"), 1, by=ALICE)
    chain.ok("Proxy", "announce", Case("Id", (ALICE,)), bytes(32), by=BOB)
    chain.ok("Multisig", "approve_as_multi", 2, (BOB,), None, bytes(32), (0, 0), by=ALICE)
    chain.ok("Preimage", "note_preimage", b"note", by=BOB)
    assert invariants.check(chain.ctx) == []
    assert sum(invariants.deposits(chain.ctx)) == 93_000_000 + 104_000_000 + 196_000_000 + 108_000_000


def test_a_deposit_that_nobody_has_reserved_is_found() -> None:
    chain = TestChain()
    chain.ok("Preimage", "note_preimage", b"note", by=BOB)
    chain.ok("Balances", "force_unreserve", Case("Id", (BOB,)), 1)
    assert invariants.check(chain.ctx) == [
        "entries tell of deposits of 108000000 rao, accounts have 107999999 reserved"
    ]
