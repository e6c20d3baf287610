"""Subnet shares by hand-made cases and the properties of a split."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.primitives.fixed import U64F64, U96F32
from meritnet.runtime.pallets.emission.shares import Contender, price_of, subnet_shares, tao_emission

ONE = U64F64.ONE
CONTENDERS = st.lists(
    st.builds(Contender, st.integers(0, 4 * ONE), st.integers(0, 2 * U96F32.ONE), st.booleans()), max_size=8
)


def at(price: Fraction, burned: Fraction = Fraction(0), on: bool = True) -> Contender:
    return Contender(int(price * ONE), int(burned * U96F32.ONE), on)


def test_shares_follow_prices() -> None:
    got = subnet_shares([at(Fraction(1, 4)), at(Fraction(3, 4))])
    assert got.effective == got.after_burn == [ONE // 4, 3 * ONE // 4]


def test_miner_burn_lowers_the_share_and_the_others_gain() -> None:
    got = subnet_shares([at(Fraction(1, 2), Fraction(1, 2)), at(Fraction(1, 2))])
    # one half keeps a quarter against a half: shares 1/3 and 2/3, truncated
    assert got.effective == [ONE // 3, 2 * ONE // 3]


def test_all_burned_falls_back_to_prices() -> None:
    got = subnet_shares([at(Fraction(1, 4), Fraction(2)), at(Fraction(3, 4), Fraction(1))])
    assert got.effective == [ONE // 4, 3 * ONE // 4]


def test_a_switched_off_subnet_gives_its_share_to_the_others() -> None:
    got = subnet_shares([at(Fraction(1, 2), on=False), at(Fraction(1, 4)), at(Fraction(1, 4))])
    assert got.after_burn == [ONE // 2, ONE // 4, ONE // 4]
    assert got.effective == [0, ONE // 2, ONE // 2]


def test_all_switched_off_or_worthless_share_nothing() -> None:
    assert subnet_shares([at(Fraction(1), on=False)]).effective == [0]
    assert subnet_shares([at(Fraction(0)), at(Fraction(0))]).effective == [0, 0]
    assert subnet_shares([]).effective == []


def test_root_sells_only_above_a_price_sum_of_one() -> None:
    assert not subnet_shares([at(Fraction(1, 2)), at(Fraction(1, 2))]).root_sells
    assert subnet_shares([at(Fraction(1, 2)), Contender(ONE // 2 + 1, 0, True)]).root_sells


def test_a_stable_subnet_counts_as_price_one() -> None:
    assert price_of(123, stable=True) == ONE
    assert price_of(1 << 31) == ONE // 2
    assert price_of(-1) == 0


@given(CONTENDERS, st.integers(0, 10**9))
@settings(max_examples=80)
def test_never_more_than_the_emission_is_shared(contenders: list[Contender], emission: int) -> None:
    got = subnet_shares(contenders)
    assert sum(got.effective) <= ONE
    assert all(
        share == 0 for share, c in zip(got.effective, contenders, strict=True) if not c.emission_enabled
    )
    paid = sum(tao_emission(emission, share) for share in got.effective)
    assert paid <= U96F32.from_int(emission)
