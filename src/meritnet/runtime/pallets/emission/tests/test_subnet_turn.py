"""The coinbase that moves each subnet's record at once leaves exactly what the plain one leaves."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.alpha_assets import storage as alpha_assets
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.emission import coinbase, storage
from meritnet.runtime.pallets.emission.tests import plain_coinbase
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.runtime.pallets.swap import storage as swap
from meritnet.testing.chain import TestChain

NETUIDS = (1, 2, 256)
U64_MAX = 2**64 - 1

AMOUNT = st.one_of(st.none(), st.just(0), st.integers(1, 10**7), st.integers(10**9, 10**15), st.just(U64_MAX))
RESERVE = st.one_of(st.integers(10**11, 10**15), st.integers(10**11, 10**15), AMOUNT)
FLAG = st.one_of(st.none(), st.booleans())
FLOW = st.one_of(st.none(), st.integers(-(10**12), 10**12), st.just(2**63 - 1))
MOSTLY_TRUE = st.sampled_from((True, True, True, False, None))
WEIGHT = st.one_of(st.none(), st.integers(10**16, 99 * 10**16))

FIELDS: dict[Any, st.SearchStrategy[Any]] = {
    storage.subnet_tao: RESERVE,
    storage.subnet_alpha_in: RESERVE,
    storage.subnet_alpha_out: RESERVE,
    storage.subnet_moving_price: st.one_of(st.none(), st.integers(0, 1 << 33)),
    storage.miner_burned: st.one_of(st.none(), st.integers(0, 1 << 32)),
    storage.pending_owner_cut: AMOUNT,
    storage.pending_server_emission: AMOUNT,
    storage.pending_validator_emission: AMOUNT,
    storage.pending_root_alpha_divs: AMOUNT,
    storage.subnet_protocol_alpha: AMOUNT,
    storage.subnet_protocol_flow: FLOW,
    storage.subnet_volume: AMOUNT,
    storage.subnet_excess_tao: AMOUNT,
    storage.subnet_alpha_in_emission: AMOUNT,
    storage.subnet_alpha_out_emission: AMOUNT,
    storage.subnet_tao_in_emission: AMOUNT,
    storage.subnet_root_sell_tao: AMOUNT,
    alpha_assets.total_alpha_issuance: AMOUNT,
    alpha_assets.alpha_recycled: AMOUNT,
    swap.swap_balancer: WEIGHT,
    swap.pal_swap_initialized: MOSTLY_TRUE,
    swap.alpha_sqrt_price: AMOUNT,
    subnets.subnet_mechanism: st.sampled_from((1, 1, 1, 0, None)),
    subnets.first_emission_block_number: st.sampled_from((1, 1, 1, None)),
    subnets.subtoken_enabled: MOSTLY_TRUE,
    hyper.network_registration_allowed: MOSTLY_TRUE,
    hyper.subnet_emission_enabled: MOSTLY_TRUE,
    hyper.owner_cut_enabled: FLAG,
}
"""Every item of a subnet that the coinbase reads or writes, with what may stand there; None: nothing."""

SUBNET = st.fixed_dictionaries(FIELDS)
CHAIN = TestChain()


def fill(ctx: Context, rows: tuple[dict[Any, Any], ...], accounts: list[int], root_tao: int) -> None:
    storage.subnet_tao.set(ctx, 0, root_tao)
    for netuid, row, balance in zip(NETUIDS, rows, accounts, strict=True):
        for item, value in row.items():
            if value is None:
                item.remove(ctx, netuid)
            else:
                item.set(ctx, netuid, value)
        balances.set_balance(ctx, subnet_account(netuid), balance)


def left_by(which: Any, ctx: Context, credit: int) -> tuple[dict[bytes, Any], list[Any]]:
    """Return what a coinbase writes and deposits; its changes are undone."""
    mark, begin = ctx.begin(), len(ctx.events)
    with ctx.scratch():
        netuids = list(NETUIDS)
        which.forget_root_sales(ctx, netuids)
        which.run(ctx, which.emitting(ctx, netuids), credit)
        before = ctx.written_since(mark)
        left = {key: ctx.values[key] for key in before if ctx.values[key] != before[key]}
        return left, list(ctx.events[begin:])


@settings(max_examples=150)
@given(
    rows=st.tuples(SUBNET, SUBNET, SUBNET),
    accounts=st.lists(st.sampled_from((0, 500, 10**15)), min_size=3, max_size=3),
    root_tao=st.sampled_from((0, 10**12, 10**16)),
    credit=st.sampled_from((0, 1, 5 * 10**8, 10**9, 10**12)),
    total_stake=st.sampled_from((0, 10**15, U64_MAX - 10)),
)
def test_the_quick_coinbase_leaves_what_the_plain_one_leaves(
    rows: tuple[dict[Any, Any], ...], accounts: list[int], root_tao: int, credit: int, total_stake: int
) -> None:
    ctx = CHAIN.ctx
    with ctx.scratch():
        fill(ctx, rows, accounts, root_tao)
        staking.total_stake.set(ctx, total_stake)
        assert left_by(coinbase, ctx, credit) == left_by(plain_coinbase, ctx, credit)
