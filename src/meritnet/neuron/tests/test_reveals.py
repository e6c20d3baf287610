"""A commit of weights is followed to its end, also over silence, restarts and several at once."""

from meritnet.neuron.chain import CommitEnd
from meritnet.neuron.reveals import MOST_BLOCKS, RevealWatch
from meritnet.neuron.tests.fake_chain import NETUID, FakeChain

HOTKEY = "hotkey"


def watched(**commits: int) -> tuple[FakeChain, RevealWatch]:
    chain = FakeChain(commits={HOTKEY: {int(block[1:]): round_ for block, round_ in commits.items()}})
    return chain, RevealWatch(chain, NETUID, HOTKEY)


async def test_several_are_told_apart() -> None:
    chain, watch = watched(b90=900, b95=950, b97=970)
    assert await watch.look() == []
    chain.advance()
    chain.open(HOTKEY, 90)
    chain.open(HOTKEY, 95, dropped="Decrypt")
    chain.advance()
    chain.open(HOTKEY, 97)
    chain.advance()
    assert [str(reveal) for reveal in await watch.look()] == [
        "committed at block 90, revealed at block 101",
        "committed at block 95, dropped: Decrypt",
        "committed at block 97, revealed at block 102",
    ]
    assert watch.waiting == {}
    assert watch.last is not None
    assert watch.last.committed == 97


async def test_after_a_long_silence_the_block_stays_unknown() -> None:
    chain, watch = watched(b90=900)
    await watch.look()
    chain.advance()
    chain.open(HOTKEY, 90)
    chain.advance(MOST_BLOCKS)
    (reveal,) = await watch.look()
    assert (reveal.committed, reveal.revealed, reveal.dropped) == (90, None, "")


def test_events_of_this_hotkey_and_subnet_are_read() -> None:
    from meritnet.neuron.live_chain import read_end

    def event(name: str, *values: object) -> dict[str, object]:
        return {"event": {"module_id": "SubtensorModule", "event_id": name, "attributes": values}}

    assert read_end(event("TimelockedWeightsRevealed", NETUID, HOTKEY), NETUID, HOTKEY, 5) == CommitEnd(
        5, None, ""
    )
    dropped = event("TimelockedWeightsDropped", NETUID, HOTKEY, 3, 30, "Expired")
    assert read_end(dropped, NETUID, HOTKEY, 5) == CommitEnd(5, 3, "Expired")
    for other in (
        event("TimelockedWeightsRevealed", NETUID, "other"),
        event("TimelockedWeightsRevealed", NETUID + 1, HOTKEY),
        event("WeightsSet", NETUID, 1),
    ):
        assert read_end(other, NETUID, HOTKEY, 5) is None
