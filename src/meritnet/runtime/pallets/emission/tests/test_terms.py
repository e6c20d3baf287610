"""A subnet's terms by exact small numbers and the rules of the cap."""

from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.primitives.fixed import U64F64, U96F32
from meritnet.runtime.pallets.emission.terms import injection, root_proportion, subnet_terms, weighted_root

COIN = 10**9
RESERVE = st.integers(1, 10**16)


def test_below_the_cap_all_tao_goes_into_the_pool_at_its_price() -> None:
    got = subnet_terms(U96F32.from_int(COIN // 8), U64F64.ONE // 2, 0, 0, U96F32.ONE // 2)
    assert not got.capped
    assert injection(got) == (COIN // 8, COIN // 4, 0)


def test_the_cap_is_roots_part_of_the_alpha_emission_and_the_rest_is_excess() -> None:
    got = subnet_terms(U96F32.from_int(COIN // 2), U64F64.ONE // 2, 0, 0, U96F32.ONE // 4)
    assert got.capped
    assert got.injection_cap == U96F32.from_int(COIN // 4)
    assert injection(got) == (COIN // 8, COIN // 4, COIN // 2 - COIN // 8)


def test_a_worthless_subnet_receives_no_alpha_but_its_tao() -> None:
    got = subnet_terms(U96F32.from_int(7), 0, 0, 0, U96F32.ONE)
    assert injection(got) == (7, 0, 0)


def test_root_proportion_of_half() -> None:
    assert root_proportion(weighted_root(2000, U96F32.ONE // 2), 400, 600) == U96F32.ONE // 2
    assert root_proportion(weighted_root(0, U96F32.ONE), 0, 0) == 0


@given(st.integers(0, COIN), st.integers(0, 4 * U64F64.ONE), RESERVE, RESERVE, st.integers(0, U96F32.ONE))
@settings(max_examples=100)
def test_tao_is_conserved_and_the_cap_holds(
    tao: int, price: int, alpha_in: int, alpha_out: int, proportion: int
) -> None:
    due = U96F32.from_int(tao)
    got = subnet_terms(due, price, alpha_in, alpha_out, proportion)
    assert got.tao_in + got.excess_tao == due
    assert got.alpha_in <= got.injection_cap <= U96F32.from_int(got.alpha_emission)
    assert got.capped or got.excess_tao == 0
