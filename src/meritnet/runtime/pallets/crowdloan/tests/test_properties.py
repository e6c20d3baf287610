"""Random sequences of calls by several accounts keep the books of crowdloans and conserve money."""

from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.runtime.pallets.balances import storage as balances
from meritnet.runtime.pallets.system import storage as system
from meritnet.testing.chain import TestChain

from .scene import PALLET, TAO, TARGET, free, sound

PEOPLE = ("//Alice", "//Bob", "//Dave")

which = st.integers(0, 2)
money = st.one_of(st.integers(1, 60).map(lambda whole: whole * TAO), st.integers(0, 2**40))

CALLS = st.one_of(
    st.tuples(
        st.just("create"),
        st.integers(10, 20).map(lambda whole: whole * TAO),
        st.just(TAO),
        st.integers(15, 80).map(lambda whole: whole * TAO),
        st.integers(51, 60),
        st.none(),
        st.just(TARGET),
    ),
    st.tuples(st.just("contribute"), which, money),
    st.tuples(st.just("contribute"), which, money),
    st.tuples(st.just("withdraw"), which),
    st.tuples(st.just("refund"), which),
    st.tuples(st.just("dissolve"), which),
    st.tuples(st.just("finalize"), which),
    st.tuples(st.just("update_cap"), which, money),
    st.tuples(st.just("update_min_contribution"), which, money),
    st.tuples(st.just("update_end"), which, st.integers(40, 70)),
    st.tuples(st.just("set_max_contribution"), which, st.none() | money),
)


def supply(chain: TestChain) -> int:
    return sum(record.data.free + record.data.reserved for _, record in system.account.iter(chain.ctx))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PEOPLE), CALLS), max_size=30))
def test_books_agree_and_no_money_appears_or_vanishes(steps):
    chain = TestChain()
    for number, who in enumerate(PEOPLE):
        chain.ok(PALLET, "create", 10 * TAO, TAO, (15 + 10 * number) * TAO, 60, None, TARGET, by=who)
    before = supply(chain)
    for who, (name, *args) in steps:
        state = chain.ctx.changes()
        if chain.dispatch(PALLET, name, *args, by=who) is not None:
            assert chain.ctx.changes() == state
        sound(chain)
    assert supply(chain) == before == balances.total_issuance.get(chain.ctx)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PEOPLE[1:]), money), max_size=12))
def test_everybody_gets_everything_back_from_a_dissolved_crowdloan(gifts):
    chain = TestChain()
    start = {who: free(chain, who) for who in PEOPLE}
    chain.ok(PALLET, "create", 10 * TAO, TAO, 1_000 * TAO, 60, None, TARGET, by="//Alice")
    for who, amount in gifts:
        chain.dispatch(PALLET, "contribute", 0, amount, by=who)
    chain.ok(PALLET, "refund", 0, by="//Alice")
    chain.ok(PALLET, "dissolve", 0, by="//Alice")
    assert {who: free(chain, who) for who in PEOPLE} == start
