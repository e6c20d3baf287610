"""The check of deposits finds what is missing and nothing in a sound state."""

from meritnet.codec import Case
from meritnet.runtime.pallets.balances import reserves
from meritnet.runtime.pallets.proxy import invariants
from meritnet.runtime.pallets.scheduler import storage as scheduler
from meritnet.testing.chain import TestChain, account

ALICE, BOB = account("//Alice"), account("//Bob")


def test_a_sound_state_passes() -> None:
    chain = TestChain()
    chain.ok("Proxy", "add_proxy", Case("Id", (BOB,)), Case("Any"), 1, by=ALICE)
    chain.ok("Proxy", "announce", Case("Id", (ALICE,)), bytes(32), by=BOB)
    chain.ok("Multisig", "approve_as_multi", 2, (BOB,), None, bytes(32), (0, 0), by=ALICE)
    chain.ok("Preimage", "note_preimage", b"note", by=BOB)
    remark = chain.call("System", "remark", b"")
    chain.ok("Scheduler", "schedule_named", b"n" * 32, 9, None, 0, remark)
    assert invariants.check(chain.ctx) == []
    assert sum(invariants.deposits(chain.ctx)) == 93_000_000 + 104_000_000 + 196_000_000 + 108_000_000


def test_missing_deposits_holds_and_calls_are_found() -> None:
    chain = TestChain()
    chain.ok("Preimage", "note_preimage", b"note", by=BOB)
    chain.ok("Balances", "force_unreserve", Case("Id", (BOB,)), 1)
    scheduler.lookup.set(chain.ctx, b"n" * 32, (9, 0))
    found = invariants.check(chain.ctx)
    assert [line.split()[0] for line in found] == ["entries", BOB.hex(), "the"]
    reserves.reserve(chain.ctx, ALICE, 1)
    assert len(invariants.check(chain.ctx)) == 2
