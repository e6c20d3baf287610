"""A sound state has nothing wrong; each broken one is named."""

from meritnet.codec import Case
from meritnet.runtime.pallets.commitments import storage
from meritnet.runtime.pallets.commitments.invariants import check
from meritnet.runtime.pallets.registration import uids
from meritnet.testing.chain import TestChain, account

HOT = account("//Hot")


def test_what_waits_is_indexed_and_contents_are_bounded() -> None:
    chain = TestChain()
    uids.append(chain.ctx, 1, HOT)
    field = Case("TimelockEncrypted", (b"sealed", 9))
    chain.ok("Commitments", "set_commitment", 1, (field,), by=HOT)
    assert check(chain.ctx) == []
    storage.timelocked_index.set(chain.ctx, ())
    storage.revealed_commitments.set(chain.ctx, 1, HOT, ((b"x", 1),) * 11)
    assert check(chain.ctx) == [
        f"subnet 1: a timelocked field of 0x{HOT.hex()} is not in TimelockedIndex",
        f"subnet 1: 0x{HOT.hex()} keeps 11 contents, bound 10",
    ]
