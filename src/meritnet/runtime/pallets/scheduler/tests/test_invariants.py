"""The check of planned calls finds names that lead nowhere, or to another call."""

from meritnet.runtime.pallets.scheduler import invariants, storage
from meritnet.testing.chain import TestChain

NAME, OTHER = b"n" * 32, b"o" * 32


def test_a_name_leads_to_the_call_that_bears_it() -> None:
    chain = TestChain()
    remark = chain.call("System", "remark", b"")
    chain.ok("Scheduler", "schedule_named", NAME, 9, None, 0, remark)
    assert invariants.check(chain.ctx) == []
    storage.lookup.set(chain.ctx, OTHER, (9, 0))
    assert invariants.check(chain.ctx) == [
        f"the name {OTHER.hex()} leads to block 9, position 0, where no such call is"
    ]
    storage.agenda.remove(chain.ctx, 9)
    assert len(invariants.check(chain.ctx)) == 2
