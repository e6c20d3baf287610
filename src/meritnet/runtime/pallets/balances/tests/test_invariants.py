"""The check of holds finds an account that has not reserved what is on hold."""

from meritnet.codec import Case
from meritnet.runtime.pallets.balances import invariants, reserves
from meritnet.testing.chain import TestChain, account

ALICE, BOB = account("//Alice"), account("//Bob")


def test_a_hold_is_covered_by_its_own_account() -> None:
    chain = TestChain()
    chain.ok("Preimage", "note_preimage", b"note", by=BOB)
    assert invariants.check(chain.ctx) == []
    chain.ok("Balances", "force_unreserve", Case("Id", (BOB,)), 1)
    reserves.reserve(chain.ctx, ALICE, 1)
    assert invariants.check(chain.ctx) == [f"{BOB.hex()} has 108000000 rao on hold but 107999999 reserved"]
