"""The book of root dividends over state equals the recorded steps; claims pay and are remembered."""

from typing import Any

from meritnet.primitives.fixed import I96F32
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.registration.storage import owner
from meritnet.runtime.pallets.root_claims import book, storage
from meritnet.runtime.pallets.staking import stake
from meritnet.testing.chain import TestChain
from meritnet.testing.vectors import load

HOT = b"H" * 32
NETUID = 4


def key(name: str) -> bytes:
    return name.encode().ljust(32, b"\0")


def take_step(ctx: Context, step: dict[str, Any]) -> None:
    op, args = step["op"], step["args"]
    if op == "root_dividend":
        book.credit(ctx, HOT, NETUID, int(args["alpha"]))
        return
    coldkey = key(args["coldkey"])
    if op.startswith("claim_keep"):
        # A claim of any type books what it pays; only what happens to the alpha differs.
        claimed = storage.root_claimed.get(ctx, NETUID, HOT, coldkey)
        storage.root_claimed.set(ctx, NETUID, HOT, coldkey, claimed + int(args["claimed"]))
    elif op == "add_root_stake":
        stake.increase(ctx, HOT, coldkey, 0, int(args["amount"]))
        book.on_root_stake_added(ctx, HOT, coldkey, int(args["amount"]))
    else:
        stake.decrease(ctx, HOT, coldkey, 0, int(args["amount"]))
        book.on_root_stake_removed(ctx, HOT, coldkey, int(args["amount"]))


def test_recorded_steps() -> None:
    ctx = TestChain().ctx
    for step in load("economics/root_claim")["steps"]:
        take_step(ctx, step)
        assert dict(storage.root_claimable.get(ctx, HOT)).get(NETUID, 0) == int(step["rate_i96f32"])
        for name, recorded in step["root_stake"].items():
            assert stake.stake_of(ctx, HOT, key(name), 0) == int(recorded)
        for name, recorded in step["root_claimed_u128"].items():
            assert storage.root_claimed.get(ctx, NETUID, HOT, key(name)) == int(recorded)
        for name, recorded in step["owed_i96f32"].items():
            assert book.owed_bits(ctx, HOT, key(name), NETUID) == int(recorded)


def test_more_than_the_root_stake_goes_to_the_owner() -> None:
    ctx = TestChain().ctx
    owner.set(ctx, HOT, key("own"))
    stake.increase(ctx, HOT, key("A"), 0, 999)
    book.credit(ctx, HOT, NETUID, 1_000)
    assert stake.stake_of(ctx, HOT, key("own"), NETUID) == 1_000
    assert storage.root_claimable.get(ctx, HOT) == ()
    book.credit(ctx, HOT, NETUID, 999)
    assert storage.root_claimable.get(ctx, HOT) == ((NETUID, I96F32.ONE),)


def test_a_dividend_of_nothing_makes_an_entry() -> None:
    ctx = TestChain().ctx
    for netuid in (300, 2, 7):
        book.credit(ctx, HOT, netuid, 0)
    assert storage.root_claimable.get(ctx, HOT) == ((2, 0), (7, 0), (300, 0))


def test_the_book_of_root_itself_is_left_alone_on_removal() -> None:
    ctx = TestChain().ctx
    storage.root_claimable.set(ctx, HOT, ((0, I96F32.ONE), (1, I96F32.ONE)))
    for netuid in (0, 1):
        storage.root_claimed.set(ctx, netuid, HOT, key("A"), 100)
    book.on_root_stake_removed(ctx, HOT, key("A"), 60)
    assert [storage.root_claimed.get(ctx, n, HOT, key("A")) for n in (0, 1)] == [100, 40]
