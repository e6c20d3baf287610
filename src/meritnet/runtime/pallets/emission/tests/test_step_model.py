"""The block model: conservation, and the paths that the recorded traces do not take."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.primitives.fixed import I96F32, U96F32
from meritnet.runtime.pallets.emission import split
from meritnet.runtime.pallets.emission.curve import COIN
from meritnet.runtime.pallets.emission.moving_price import DEFAULT_MOVING_ALPHA
from meritnet.runtime.pallets.emission.step_model import ChainState, SubnetState, run_block

SUBNET = SubnetState(
    tao=50_000 * COIN,
    alpha_in=2_000_000 * COIN,
    alpha_out=1_500_000 * COIN,
    quote_weight=5 * 10**17,
    moving_price=I96F32.ONE // 50,
    miner_burned=0,
    first_emission_block=1001,
    ema_halving=201_600,
)
CHAIN = ChainState(
    block=100_000,
    total_issuance=9_500_000 * COIN,
    balances_issuance=9_500_000 * COIN,
    root_tao=6_000_000 * COIN,
    tao_weight=971_718_665_099_567_868,
    owner_cut=11_796,
    moving_alpha=DEFAULT_MOVING_ALPHA,
    total_stake=0,
    subnets={1: SUBNET},
)
SUBNETS = st.builds(
    replace,
    st.just(SUBNET),
    tao=st.integers(10**6, 10**15),
    alpha_in=st.integers(10**7, 10**16),
    alpha_out=st.integers(0, 10**16),
    quote_weight=st.sampled_from([5 * 10**17, 48 * 10**16, 55 * 10**16]),
    moving_price=st.integers(0, I96F32.ONE),
    miner_burned=st.integers(0, U96F32.ONE),
    emission_enabled=st.booleans(),
    owner_cut_enabled=st.booleans(),
)


@given(st.lists(SUBNETS, max_size=4), st.integers(0, 21_000_000 * COIN))
@settings(max_examples=40)
def test_tao_and_alpha_are_conserved(subnets: list[SubnetState], issuance: int) -> None:
    before = replace(
        CHAIN, subnets=dict(enumerate(subnets, start=1)), total_issuance=issuance, balances_issuance=issuance
    )
    after, trace = run_block(before)
    credited = trace.minted - trace.recycled
    assert after.total_issuance - before.total_issuance == credited
    assert after.balances_issuance - before.balances_issuance == credited
    failed_buys = sum(t.buy_requested for t in trace.subnets.values() if t.buy_alpha_out is None)
    unpaid = sum(
        t.buy_requested - after.subnets[n].excess_tao
        for n, t in trace.subnets.items()
        if t.buy_alpha_out is not None
    )
    into_pools = sum(s.tao - before.subnets[n].tao for n, s in after.subnets.items())
    assert into_pools == credited - failed_buys - unpaid
    for netuid, s in after.subnets.items():
        old, t = before.subnets[netuid], trace.subnets[netuid]
        created = t.injected_alpha + t.terms.alpha_emission
        recycled = s.alpha_recycled - old.alpha_recycled
        assert s.alpha_in + s.alpha_out - old.alpha_in - old.alpha_out == created - recycled
        pending = s.pending_owner + s.pending_server + s.pending_validator + s.pending_root
        assert 0 <= t.terms.alpha_emission - pending - recycled <= 3


def test_no_subnet_means_that_everything_is_recycled() -> None:
    after, trace = run_block(replace(CHAIN, subnets={}))
    assert trace.minted == trace.recycled == COIN
    assert after.total_issuance == CHAIN.total_issuance


def test_a_failed_chain_buy_leaves_its_tao_uncounted() -> None:
    # Fewer than a million rao of alpha in the pool: it does not trade, yet the excess was paid.
    drained = replace(SUBNET, tao=25_000, alpha_in=999_999)
    after, trace = run_block(replace(CHAIN, subnets={1: drained}))
    row = trace.subnets[1]
    assert row.buy_requested > 0
    assert row.buy_alpha_out is None
    s = after.subnets[1]
    assert s.tao == drained.tao + row.injected_tao
    assert (s.excess_tao, s.protocol_alpha, s.volume) == (0, 0, 0)
    assert s.protocol_flow == row.injected_tao
    assert after.total_issuance == CHAIN.total_issuance + row.buy_requested + row.injected_tao
    assert after.total_stake == row.injected_tao


def test_liquidity_that_would_tip_the_weights_is_not_injected() -> None:
    # A price below 2^-32 rounds to 0: TAO alone would go into the pool and weigh more than 99 %.
    worthless = replace(SUBNET, tao=1, alpha_in=10**12)
    after, trace = run_block(replace(CHAIN, subnets={1: worthless}))
    assert trace.subnets[1].terms.tao_in > 0
    s = after.subnets[1]
    assert (s.tao, s.alpha_in, s.quote_weight) == (1, 10**12, worthless.quote_weight)
    assert (s.tao_in_emission, s.alpha_in_emission) == (0, 0)
    assert trace.recycled == trace.minted


def test_the_preset_rule_changes_the_split_alone() -> None:
    rule = split.rule_of((500_000, 320_000, 180_000))
    neutral, _ = run_block(CHAIN)
    ours, trace = run_block(replace(CHAIN, rule=rule))
    parts = trace.subnets[1].parts
    assert (parts.owner, parts.server) == (180_000_000, 500_000_000)
    assert 319_999_999 <= parts.validator + parts.root <= 320_000_000
    unsplit = {
        "pending_owner": 0,
        "pending_server": 0,
        "pending_validator": 0,
        "alpha_recycled": 0,
        "alpha_out": 0,
        "root_prop": 0,
    }
    assert replace(ours.subnets[1], **unsplit) == replace(neutral.subnets[1], **unsplit)
