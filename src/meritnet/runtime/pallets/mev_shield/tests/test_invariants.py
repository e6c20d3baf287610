"""The invariants hold through a life of keys and stored calls, and see what breaks them."""

from meritnet.runtime.pallets.mev_shield import storage
from meritnet.runtime.pallets.mev_shield.invariants import check
from meritnet.testing.chain import TestChain


def test_they_hold_while_calls_are_stored_and_worked_off() -> None:
    chain = TestChain()
    for _ in range(3):
        chain.ok("MevShield", "store_encrypted", b"x", by="//Alice")
        assert check(chain.ctx) == []
        chain.block()
    assert check(chain.ctx) == []


def test_a_wrong_counter_and_a_key_without_expiry_are_seen() -> None:
    chain = TestChain()
    storage.counter_for_pending_extrinsics.set(chain.ctx, 2)
    storage.next_key.set(chain.ctx, b"key")
    storage.pending_key_expires_at.set(chain.ctx, 5)
    assert check(chain.ctx) == [
        "0 calls are stored, the counter says 2",
        "PendingKey and PendingKeyExpiresAt do not exist together",
        "NextKey and NextKeyExpiresAt do not exist together",
    ]
