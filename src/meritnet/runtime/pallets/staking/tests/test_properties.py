"""Random sequences of calls by several accounts keep the books: TAO, alpha, shares, links, issuance."""

from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.runtime.pallets.balances import storage as balances_storage
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters.storage import nominator_min_required_stake
from meritnet.runtime.pallets.root_claims import claims
from meritnet.runtime.pallets.staking import invariants, stake
from meritnet.runtime.pallets.system import storage as system
from meritnet.testing.chain import TestChain, account

from .scene import BOBS_HOT, HOT, OTHER_HOT, PALLET, TAO, scene, staked

HOTKEYS = (HOT, OTHER_HOT, BOBS_HOT)
PEOPLE = ("//Alice", "//Bob", "//Charlie")

hotkey = st.sampled_from(HOTKEYS)
netuid = st.sampled_from((0, 1, 2))
# From below every minimum to more than anybody has.
amount = st.one_of(st.integers(0, 10**7), st.integers(10**7, 10**13), st.integers(10**13, 2**64 - 1))
limit = st.integers(24 * 10**6, 26 * 10**6)
partial = st.booleans()

CALLS = st.one_of(
    st.tuples(st.just("add_stake"), hotkey, netuid, amount),
    st.tuples(st.just("add_stake_limit"), hotkey, netuid, amount, limit, partial),
    st.tuples(st.just("add_stake_burn"), hotkey, netuid, amount, st.none()),
    st.tuples(st.just("remove_stake"), hotkey, netuid, amount),
    st.tuples(st.just("remove_stake_limit"), hotkey, netuid, amount, limit, partial),
    st.tuples(st.just("remove_stake_full_limit"), hotkey, netuid, st.none()),
    st.tuples(st.just("unstake_all"), hotkey),
    st.tuples(st.just("unstake_all_alpha"), hotkey),
    st.tuples(st.just("move_stake"), hotkey, hotkey, netuid, netuid, amount),
    st.tuples(st.just("swap_stake"), hotkey, netuid, netuid, amount),
    st.tuples(st.just("swap_stake_limit"), hotkey, netuid, netuid, amount, st.integers(1, 2 * TAO), partial),
    st.tuples(st.just("recycle_alpha"), hotkey, amount, netuid),
    st.tuples(st.just("burn_alpha"), hotkey, amount, netuid),
    st.tuples(st.just("claim_root"), st.just((1, 2))),
    st.tuples(st.just("set_children"), hotkey, st.sampled_from((1, 2)), st.just(((1 << 62, BOBS_HOT),))),
    st.tuples(st.just("credit"), hotkey, st.sampled_from((1, 2)), st.integers(0, 10**11)),
    st.tuples(st.just("dividend"), hotkey, st.sampled_from((1, 2)), st.integers(0, 10**11)),
)


def take_step(chain: TestChain, who: str, step: tuple[object, ...]) -> None:
    """Make a call, or pay out alpha as an epoch does: to all stakers of a hotkey, or into its book of root claims."""
    name, *args = step
    if name not in ("credit", "dividend"):
        before = chain.ctx.changes()
        if chain.dispatch(PALLET, str(name), *args, by=who) is not None:
            assert chain.ctx.changes() == before
        return
    ctx = chain.ctx
    key, subnet, alpha = args
    assert isinstance(key, bytes)
    assert isinstance(subnet, int)
    assert isinstance(alpha, int)
    emission.subnet_alpha_out.set(ctx, subnet, emission.subnet_alpha_out.get(ctx, subnet) + alpha)
    if name == "credit":
        claims.credit(ctx, key, subnet, alpha)
    elif stake.total_of(ctx, key, subnet):
        stake.increase_pool(ctx, key, subnet, alpha)


def balances_sum(chain: TestChain) -> int:
    return sum(info.data.free + info.data.reserved for _, info in system.account.iter(chain.ctx))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(PEOPLE), CALLS), min_size=1, max_size=15), st.booleans())
def test_the_books_balance(steps: list[tuple[str, tuple[object, ...]]], authored: bool) -> None:
    chain = scene()
    ctx = chain.ctx
    if not authored:
        ctx.author = None
    nominator_min_required_stake.set(ctx, 1_000_000)
    for who in PEOPLE:
        for key in HOTKEYS:
            for subnet in (0, 1, 2):
                staked(chain, key, account(who), subnet, 100 * TAO)
    issuance = balances_storage.total_issuance.get(ctx)
    assert balances_sum(chain) == issuance
    for who, step in steps:
        take_step(chain, who, step)
        assert invariants.check(ctx) == []
    # Staking moves TAO and never makes or destroys any; only dust of reaped accounts leaves, and none is reaped here.
    assert balances_storage.total_issuance.get(ctx) == issuance == balances_sum(chain)
