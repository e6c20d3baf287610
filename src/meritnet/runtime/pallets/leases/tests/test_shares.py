"""Shares of a lease: the recorded case, bounds, sums."""

from hypothesis import given
from hypothesis import strategies as st

from meritnet.primitives.fixed import U64F64
from meritnet.runtime.pallets.leases import shares
from meritnet.testing.vectors import load

gifts = st.lists(st.integers(10**8, 10**16), min_size=1, max_size=20)


def test_the_recorded_case():
    (case,) = load("economics/lease")["cases"]
    given_, expected = case["inputs"], case["outputs"]
    raised, leftover = int(given_["raised"]), int(given_["leftover"])
    shares_ = {
        who: shares.share_of(int(amount), raised)
        for who, amount in given_["contributions"].items()
        if who != given_["beneficiary"]
    }
    cut = shares.contributors_cut(given_["emissions_share_percent"], int(given_["owner_cut_alpha"]))
    total = cut + int(given_["accumulated_before"])
    assert cut == int(expected["contributors_cut"])
    assert total == int(expected["total_distributed"])
    assert [
        {
            "contributor": who,
            "share_u64f64_bits": str(share),
            "refund": str(shares.refund_of(share, leftover)),
        }
        for who, share in shares_.items()
    ] == expected["shares"]
    paid = {who: shares.dividend_of(share, total) for who, share in shares_.items()}
    assert {row["contributor"]: int(row["alpha"]) for row in expected["contributor_alpha"]} == paid
    assert shares.rest_of(total, sum(paid.values())) == int(expected["beneficiary_alpha"])


@given(gifts, st.integers(0, 2**63))
def test_contributors_get_no_more_than_is_left_over(amounts, leftover):
    raised = sum(amounts)
    refunds = [shares.refund_of(shares.share_of(amount, raised), leftover) for amount in amounts]
    assert sum(refunds) <= leftover
    exact = [amount * leftover // raised for amount in amounts]
    assert all(right - 1 <= got <= right for got, right in zip(refunds, exact, strict=True))


@given(gifts, st.integers(0, 2**62))
def test_dividends_are_rounded_up_by_less_than_a_rao_each(amounts, total):
    raised = sum(amounts)
    paid = [shares.dividend_of(shares.share_of(amount, raised), total) for amount in amounts]
    exact = [-(-amount * total // raised) for amount in amounts]
    assert all(right - 1 <= got <= right for got, right in zip(paid, exact, strict=True))


@given(st.integers(0, 100), st.integers(0, 2**64 - 1))
def test_the_contributors_cut_is_the_percentage_rounded_up(percent, owner_cut):
    cut = shares.contributors_cut(percent, owner_cut)
    assert 100 * (cut - 1) < owner_cut * percent <= 100 * cut


def test_bounds():
    assert shares.share_of(5, 5) == U64F64.ONE
    assert shares.contributors_cut(0, 10**9) == 0
    assert shares.contributors_cut(1, 1) == 1
    assert shares.dividend_of(1, 1) == 1
    assert shares.rest_of(1, 2) == 0
