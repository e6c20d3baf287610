"""A subnet that is read at once before its epoch: the epoch leaves the same and reads next to nothing."""

from collections.abc import Sequence

from meritnet.runtime.pallets.emission import drain, epoch_reads
from meritnet.runtime.pallets.emission.tests.living_chain import Life, LivingChain, found_subnets
from meritnet.testing.chain import DictState


class ManyState(DictState):
    """State that reads many keys at once; notes which were read singly."""

    def __init__(self, data: dict[bytes, bytes]) -> None:
        super().__init__()
        self.data = data
        self.singly: list[bytes] = []

    def get(self, key: bytes, /) -> bytes | None:
        self.singly.append(key)
        return super().get(key)

    def get_many(self, keys: Sequence[bytes], /) -> list[bytes | None]:
        return [self.data.get(key) for key in keys]


def lived() -> tuple[LivingChain, list[int]]:
    chain = LivingChain()
    netuids = found_subnets(chain, 2)
    life = Life(chain, netuids, 5)
    for _ in range(12):
        for _ in range(6):
            life.act()
        chain.block()
    return chain, netuids


def test_an_epoch_after_reading_at_once_leaves_what_it_leaves_without() -> None:
    chain, netuids = lived()
    results = []
    for state in (DictState(), ManyState({})):
        state.data = dict(chain.state.data)
        ctx = chain.runtime.context(state)
        ctx.block_number = chain.ctx.block_number
        for netuid in netuids:
            drain.run_epoch(ctx, netuid, drain.Drained(10**9, 10**9, 10**8, 10**8))
        results.append((ctx.changes(), list(ctx.events)))
    assert results[0] == results[1]
    assert results[0][0]


def test_what_was_read_at_once_is_not_read_singly_and_not_again() -> None:
    chain, netuids = lived()
    state = ManyState(dict(chain.state.data))
    ctx = chain.runtime.context(state)
    ctx.block_number = chain.ctx.block_number
    fresh = ManyState(state.data)
    drain.payout_state.run_epoch(
        chain.runtime.context(fresh), netuids[0], drain.Drained(10**9, 10**9, 10**8, 10**8)
    )
    epoch_reads.fetch(ctx, netuids[0])
    state.singly.clear()
    drain.payout_state.run_epoch(ctx, netuids[0], drain.Drained(10**9, 10**9, 10**8, 10**8))
    assert len(state.singly) < len(fresh.singly) / 2
    state.singly.clear()
    epoch_reads.fetch(ctx, netuids[0])
    assert not state.singly
