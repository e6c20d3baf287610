"""The list of root stakers stays without gaps, and the background scans find who is missing."""

from hypothesis import given
from hypothesis import strategies as st

from meritnet.runtime.pallets.root_claims import index, invariants, storage
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.testing.chain import TestChain

HOT = b"H" * 32


def coldkey(number: int) -> bytes:
    return number.to_bytes(32, "little")


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), max_size=40))
def test_numbers_have_no_gaps(steps: list[tuple[int, bool]]) -> None:
    ctx = TestChain().ctx
    expected: list[bytes] = []
    for number, enters in steps:
        who = coldkey(number)
        if enters:
            index.ensure_indexed(ctx, who)
            if who not in expected:
                expected.append(who)
        else:
            index.drop_if_no_root_stake(ctx, who)
            if who in expected:
                # The last one takes the place of the one who leaves.
                place = expected.index(who)
                last = expected.pop()
                if last != who:
                    expected[place] = last
        assert [key for _, key in sorted(storage.staking_coldkeys_by_index.iter(ctx))] == expected
        assert invariants.check(ctx) == []


def test_whoever_has_root_stake_stays() -> None:
    ctx = TestChain().ctx
    index.ensure_indexed(ctx, coldkey(1))
    stake.increase(ctx, HOT, coldkey(1), 0, 1)
    index.drop_if_no_root_stake(ctx, coldkey(1))
    assert storage.num_staking_coldkeys.get(ctx) == 1


def test_the_scan_takes_thirty_entries_a_block_and_begins_again() -> None:
    ctx = TestChain().ctx
    for number in range(40):
        stake.increase(ctx, HOT, coldkey(number), 0 if number % 2 else 3, 100)
    keys = [key for key, _ in staking.alpha_v2.iter_prefix(ctx)]
    index.scan(ctx)
    seen = [who for _, who, netuid in keys[:30] if netuid == 0]
    assert sorted(storage.staking_coldkeys.keys(ctx)) == sorted(seen)
    assert storage.alpha_v2_map_last_key.get(ctx) == staking.alpha_v2.key_of(*keys[29])
    index.scan(ctx)
    assert storage.num_staking_coldkeys.get(ctx) == 20
    assert storage.alpha_v2_map_last_key.get(ctx) is None
    index.scan(ctx)
    assert storage.alpha_v2_map_last_key.get(ctx) == staking.alpha_v2.key_of(*keys[29])


def test_exactly_thirty_entries_need_a_second_block_to_end() -> None:
    ctx = TestChain().ctx
    for number in range(30):
        stake.increase(ctx, HOT, coldkey(number), 0, 100)
    index.scan(ctx)
    assert storage.alpha_v2_map_last_key.get(ctx) is not None
    index.scan(ctx)
    assert storage.alpha_v2_map_last_key.get(ctx) is None


def test_the_older_map_is_scanned_too() -> None:
    ctx = TestChain().ctx
    staking.alpha.set(ctx, HOT, coldkey(9), 0, 1 << 64)
    index.scan(ctx)
    assert storage.staking_coldkeys_by_index.get(ctx, 0) == coldkey(9)
    assert storage.alpha_map_last_key.get(ctx) is None


def test_an_empty_state_is_left_as_it_is() -> None:
    ctx = TestChain().ctx
    before = ctx.changes()
    index.scan(ctx)
    assert ctx.changes() == before


def test_violations_are_named() -> None:
    ctx = TestChain().ctx
    index.ensure_indexed(ctx, coldkey(1))
    storage.num_staking_coldkeys.set(ctx, 2)
    storage.staking_coldkeys.set(ctx, coldkey(1), 1)
    assert len(invariants.check(ctx)) == 2
