"""The coinbase item by item, as the model of the quicker one: each step reads and writes what it moves.

The arithmetic is that of `shares`, `terms` and `split`; `step_model` does the same on plain records. Amounts in rao.
Source: vectors/economics/coinbase_step.json
"""

from meritnet.primitives.fixed import sat_add64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.pallets.alpha_assets import accounting
from meritnet.runtime.pallets.emission import curve, money, shares, split, storage, terms
from meritnet.runtime.pallets.emission.changes import put
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.staking import flows
from meritnet.runtime.pallets.staking.inheritance import tao_weight
from meritnet.runtime.pallets.staking.stake import add_to_total
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.runtime.pallets.swap import pool
from meritnet.runtime.pallets.swap.amm import BUY_DEFAULT_LIMIT
from meritnet.state.items import StorageMap

ROOT = 0


def mint(ctx: Context) -> int:
    """Mint the block's TAO and return the credit, which the subnets receive."""
    emission = curve.block_emission(storage.total_issuance.get(ctx))
    _note_emission(ctx, emission)
    return money.mint(ctx, emission)


def emitting(ctx: Context, netuids: list[int]) -> list[int]:
    """Return the subnets that have started and are open: only they receive TAO and create alpha."""
    return [
        netuid
        for netuid in netuids
        if subnets.first_emission_block_number.exists(ctx, netuid)
        and subnets.subtoken_enabled.get(ctx, netuid)
        and hyper.network_registration_allowed.get(ctx, netuid)
    ]


def run(ctx: Context, netuids: list[int], credit: int) -> None:
    """Spend the credit on the emitting subnets `netuids`, recycle the rest, create their alpha."""
    split_of_block = shares_of(ctx, netuids)
    root_tao, tau = storage.subnet_tao.get(ctx, ROOT), tao_weight(ctx)
    due = [
        terms_of(ctx, netuid, shares.tao_emission(credit, share), root_tao, tau)
        for netuid, share in zip(netuids, split_of_block.effective, strict=True)
    ]
    if due:
        # Quirk: the item named after the block's TAO ends up with the last subnet's alpha emission.
        _note_emission(ctx, due[-1].alpha_emission)
    for netuid, subnet_due in zip(netuids, due, strict=True):
        credit = _inject(ctx, netuid, subnet_due, credit)
    money.recycle_credit(ctx, credit)
    cut, rule = split.owner_cut_of(hyper.subnet_owner_cut.get(ctx)), split.rule_of(ctx.params.split_ppm)
    for netuid, subnet_due in zip(netuids, due, strict=True):
        created = subnet_due.alpha_emission
        proportion = _create_alpha(ctx, netuid, created, root_tao, tau)
        parts = split.split_alpha(
            created,
            cut,
            proportion,
            owner_cut_enabled=hyper.owner_cut_enabled.get(ctx, netuid),
            rule=rule,
        )
        _set_aside(ctx, netuid, parts, root_sells=split_of_block.root_sells)


def forget_root_sales(ctx: Context, netuids: list[int]) -> None:
    """Clear what root claims sold in the block before."""
    for netuid in netuids:
        if storage.subnet_root_sell_tao.exists(ctx, netuid):
            storage.subnet_root_sell_tao.remove(ctx, netuid)


def shares_of(ctx: Context, netuids: list[int]) -> shares.SubnetShares:
    """Return the shares of the emitting subnets `netuids` in the block's TAO."""
    return shares.subnet_shares(
        [
            shares.Contender(
                shares.price_of(
                    storage.subnet_moving_price.get(ctx, netuid), stable=not pool.is_dynamic(ctx, netuid)
                ),
                storage.miner_burned.get(ctx, netuid),
                hyper.subnet_emission_enabled.get(ctx, netuid),
            )
            for netuid in netuids
        ]
    )


def terms_of(ctx: Context, netuid: int, tao: int, root_tao: int, tau: int) -> terms.SubnetTerms:
    """Return what a subnet receives for `tao` (U96F32), by its reserves as they stand now."""
    alpha_in, alpha_out = storage.subnet_alpha_in.get(ctx, netuid), storage.subnet_alpha_out.get(ctx, netuid)
    proportion = terms.root_proportion(terms.weighted_root(root_tao, tau), alpha_in, alpha_out)
    return terms.subnet_terms(tao, pool.spot_price(ctx, netuid), alpha_in, alpha_out, proportion)


def _inject(ctx: Context, netuid: int, subnet_due: terms.SubnetTerms, credit: int) -> int:
    """Put TAO and alpha into the pool, buy alpha for the excess; return the credit left.

    Quirk: the buy meets the weight after the injection but the reserves before it.
    """
    due = terms.injection(subnet_due)
    fits = pool.after_liquidity(ctx, netuid, due.tao_in, due.alpha_in)
    tao_in, alpha_in = (due.tao_in, due.alpha_in) if fits else (0, 0)
    account = subnet_account(netuid)
    bought_for = 0
    if due.excess_tao:
        credit, deposited = money.spend(ctx, credit, account, due.excess_tao)
        if deposited:
            bought_for = _chain_buy(ctx, netuid, due.excess_tao)
    put(ctx, storage.subnet_excess_tao, netuid, bought_for)
    put(ctx, storage.subnet_alpha_in_emission, netuid, alpha_in)
    _add(ctx, storage.subnet_alpha_in, netuid, alpha_in)
    accounting.minted(ctx, netuid, alpha_in)
    injected = 0
    if tao_in:
        credit, deposited = money.spend(ctx, credit, account, tao_in)
        if deposited:
            injected = tao_in
            _add(ctx, storage.subnet_tao, netuid, tao_in)
            add_to_total(ctx, tao_in)
            flows.protocol_in(ctx, netuid, tao_in)
    put(ctx, storage.subnet_tao_in_emission, netuid, injected)
    return credit


def _chain_buy(ctx: Context, netuid: int, tao: int) -> int:
    """Buy alpha for the chain with TAO that is on the subnet's account; return the TAO that was traded.

    Quirk: if the pool refuses, the TAO stays on the account without being counted anywhere.
    """
    try:
        with ctx.layer():
            result = pool.buy(ctx, netuid, tao, BUY_DEFAULT_LIMIT, drop_fees=True)
    except ModuleError:
        return 0
    _add(ctx, storage.subnet_protocol_alpha, netuid, result.paid_out)
    flows.protocol_in(ctx, netuid, result.paid_in)
    return result.paid_in


def _create_alpha(ctx: Context, netuid: int, created: int, root_tao: int, tau: int) -> int:
    """Add the block's alpha to what is outstanding; return root's proportion (U96F32) with it counted."""
    put(ctx, storage.subnet_alpha_out_emission, netuid, created)
    alpha_out = sat_add64(storage.subnet_alpha_out.get(ctx, netuid), created)
    put(ctx, storage.subnet_alpha_out, netuid, alpha_out)
    accounting.minted(ctx, netuid, created)
    return terms.root_proportion(
        terms.weighted_root(root_tao, tau), storage.subnet_alpha_in.get(ctx, netuid), alpha_out
    )


def _set_aside(ctx: Context, netuid: int, parts: split.AlphaSplit, *, root_sells: bool) -> None:
    """Add the parts to what waits for the next epoch; root's part is recycled while alpha is cheap."""
    _add(ctx, storage.pending_owner_cut, netuid, parts.owner)
    _add(ctx, storage.pending_server_emission, netuid, parts.server)
    _add(ctx, storage.pending_validator_emission, netuid, parts.validator)
    if root_sells:
        _add(ctx, storage.pending_root_alpha_divs, netuid, parts.root)
    else:
        accounting.recycle_alpha(ctx, netuid, parts.root)


def _add(ctx: Context, item: StorageMap, netuid: int, amount: int) -> None:
    if amount:
        item.set(ctx, netuid, sat_add64(item.get(ctx, netuid), amount))


def _note_emission(ctx: Context, emission: int) -> None:
    if storage.block_emission.get(ctx) != emission:
        storage.block_emission.set(ctx, emission)
