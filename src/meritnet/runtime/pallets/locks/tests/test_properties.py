"""Random calls and waits: no call takes locked stake out of a subnet, and the books of locks stay sound."""

from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.runtime.pallets.locks import available, invariants, positions
from meritnet.runtime.pallets.staking import invariants as staking
from meritnet.runtime.pallets.staking.tests.scene import BOBS_HOT, HOT, OTHER_HOT, PALLET, TAO, scene, staked
from meritnet.testing.chain import account

PEOPLE = ("//Alice", "//Bob", "//Charlie")
ACCOUNTS = tuple(account(who) for who in PEOPLE)
hotkey, coldkey = st.sampled_from((HOT, OTHER_HOT, BOBS_HOT)), st.sampled_from(ACCOUNTS)
netuid = st.sampled_from((0, 1, 2))
amount = st.one_of(st.integers(0, 10**7), st.integers(10**7, 2 * 10**12), st.just(2**64 - 1))
STEPS = st.one_of(
    st.tuples(st.just("lock_stake"), hotkey, netuid, amount),
    st.tuples(st.just("move_lock"), hotkey, netuid),
    st.tuples(st.just("set_perpetual_lock"), netuid, st.booleans()),
    st.tuples(st.just("set_reject_locked_alpha"), st.booleans()),
    st.tuples(st.just("add_stake"), hotkey, netuid, amount),
    st.tuples(st.just("remove_stake"), hotkey, netuid, amount),
    st.tuples(st.just("unstake_all"), hotkey),
    st.tuples(st.just("burn_alpha"), hotkey, amount, netuid),
    st.tuples(st.just("swap_stake"), hotkey, netuid, netuid, amount),
    st.tuples(
        st.just("transfer_stake_and_hotkey"),
        coldkey,
        hotkey,
        hotkey,
        st.shared(netuid),
        st.shared(netuid),
        amount,
    ),
    st.tuples(st.just("wait"), st.integers(1, 2_000_000)),
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(PEOPLE), STEPS), min_size=1, max_size=15))
def test_locked_stake_stays(steps: list[tuple[str, tuple[object, ...]]]) -> None:
    chain = scene()
    ctx = chain.ctx
    for who in ACCOUNTS:
        for subnet in (0, 1, 2):
            staked(chain, HOT, who, subnet, 1_000 * TAO)
    for by, (name, *args) in steps:
        if name == "wait":
            assert isinstance(args[0], int)
            ctx.block_number += args[0]
        else:
            chain.dispatch(PALLET, str(name), *args, by=by)
        assert invariants.check(ctx) == []
        for who in ACCOUNTS:
            for subnet in (0, 1, 2):
                # Handing shares over may cost either side a rao a time.
                total = available.total_alpha(ctx, who, subnet) + len(steps)
                assert positions.locked(ctx, who, subnet) <= total
    assert staking.check(ctx) == []
