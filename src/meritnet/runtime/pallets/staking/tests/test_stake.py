"""Stake over state equals the recorded share pool; the older maps are read first and moved."""

from meritnet.runtime.pallets.staking import stake, storage
from meritnet.runtime.pallets.staking.safe_float import from_u64f64
from meritnet.testing.chain import TestChain
from meritnet.testing.vectors import load

from .scene import ALICE, BOB, BOBS_HOT, HOT

NETUID = 7


def test_recorded_share_pool() -> None:
    ctx = TestChain().ctx
    for step in load("economics/share_pool")["steps"]:
        op, args = step["op"], step["args"]
        if op == "update_all":
            stake.increase_pool(ctx, HOT, NETUID, int(args[0]))
        else:
            coldkey = args[0].encode().ljust(32, b"\0")
            present = stake.stake_of(ctx, HOT, coldkey, NETUID)
            amount = -present if op == "update_one_full" else int(args[1])
            if amount >= 0:
                stake.increase(ctx, HOT, coldkey, NETUID, amount)
            else:
                assert stake.decrease(ctx, HOT, coldkey, NETUID, -amount) == -amount
        assert stake.total_of(ctx, HOT, NETUID) == int(step["total_value"])
        assert _as_json(stake.denominator(ctx, HOT, NETUID)) == _numbers(step["denominator"])
        for name, share in step["shares"].items():
            coldkey = name.encode().ljust(32, b"\0")
            assert _as_json(stake.share_of(ctx, HOT, coldkey, NETUID)) == _numbers(share)
            assert stake.stake_of(ctx, HOT, coldkey, NETUID) == int(step["values"][name])


def _numbers(recorded: dict[str, str]) -> dict[str, int]:
    return {key: int(value) for key, value in recorded.items()}


def _as_json(number: tuple[int, int]) -> dict[str, int]:
    return {"mantissa": number[0], "exponent": number[1]}


def test_more_than_staked_takes_nothing() -> None:
    ctx = TestChain().ctx
    stake.increase(ctx, HOT, ALICE, 1, 1_000)
    assert stake.decrease(ctx, HOT, ALICE, 1, 1_001) == 0
    assert stake.stake_of(ctx, HOT, ALICE, 1) == 1_000
    assert stake.decrease(ctx, HOT, ALICE, 1, 1_000) == 1_000


def test_nothing_is_kept_for_an_empty_position() -> None:
    ctx = TestChain().ctx
    stake.increase(ctx, HOT, ALICE, 1, 1_000)
    stake.decrease(ctx, HOT, ALICE, 1, 1_000)
    for exists in (
        storage.total_hotkey_alpha.exists(ctx, HOT, 1),
        storage.total_hotkey_shares_v2.exists(ctx, HOT, 1),
        storage.alpha_v2.exists(ctx, HOT, ALICE, 1),
    ):
        assert not exists


def test_a_hotkey_stays_on_the_list_and_zero_does_not_put_it_there() -> None:
    ctx = TestChain().ctx
    stake.increase(ctx, HOT, ALICE, 1, 0)
    assert storage.staking_hotkeys.get(ctx, ALICE) == ()
    stake.increase(ctx, HOT, ALICE, 1, 5)
    stake.increase(ctx, BOBS_HOT, ALICE, 2, 5)
    stake.increase(ctx, HOT, ALICE, 2, 5)
    stake.decrease(ctx, HOT, ALICE, 1, 5)
    assert storage.staking_hotkeys.get(ctx, ALICE) == (HOT, BOBS_HOT)


def test_older_shares_are_read_first_and_move_when_written() -> None:
    ctx = TestChain().ctx
    storage.total_hotkey_alpha.set(ctx, HOT, 1, 3_000)
    storage.total_hotkey_shares.set(ctx, HOT, 1, 300 << 64)
    storage.alpha.set(ctx, HOT, ALICE, 1, 100 << 64)
    storage.alpha.set(ctx, HOT, BOB, 1, 200 << 64)
    # A newer entry beside an older one does not count.
    storage.alpha_v2.set(ctx, HOT, ALICE, 1, from_u64f64(900 << 64))
    assert stake.stake_of(ctx, HOT, ALICE, 1) == 1_000
    assert stake.stake_of(ctx, HOT, BOB, 1) == 2_000
    stake.increase(ctx, HOT, ALICE, 1, 500)
    assert not storage.alpha.exists(ctx, HOT, ALICE, 1)
    assert not storage.total_hotkey_shares.exists(ctx, HOT, 1)
    assert storage.alpha.exists(ctx, HOT, BOB, 1)
    assert stake.stake_of(ctx, HOT, ALICE, 1) == 1_500
    assert stake.stake_of(ctx, HOT, BOB, 1) == 2_000
    assert stake.share_of(ctx, HOT, ALICE, 1) == from_u64f64(150 << 64)


def test_becoming_a_delegate_stores_the_present_take_once() -> None:
    ctx = TestChain().ctx
    assert stake.delegate_take(ctx, HOT) == 11_796
    assert not storage.delegates.exists(ctx, HOT)
    stake.become_delegate(ctx, HOT)
    assert storage.delegates.get(ctx, HOT) == 11_796
    storage.delegates.set(ctx, HOT, 5)
    stake.become_delegate(ctx, HOT)
    assert stake.delegate_take(ctx, HOT) == 5
