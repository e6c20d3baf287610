"""Creates a block's TAO and alpha over state: minting, split between subnets, injection, chain buys, alpha set aside.

The arithmetic is that of `shares`, `terms` and `split`; `step_model` does the same on plain records. Amounts in rao.
Source: vectors/economics/coinbase_step.json
"""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.staking.inheritance import tao_weight
from meritnet.runtime.pallets.staking.stake import add_to_total
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.swap import pool

from . import curve, money, shares, split, storage, terms
from .subnet_turn import SplitOfAlpha, SubnetTurn

ROOT = 0


def mint(ctx: Context) -> int:
    """Mint the block's TAO and return the credit, which the subnets receive."""
    emission = curve.block_emission(storage.total_issuance.get(ctx))
    _note_emission(ctx, emission)
    return money.mint(ctx, emission)


def emitting(ctx: Context, netuids: list[int]) -> list[int]:
    """Return the subnets that have started and are open: only they receive TAO and create alpha."""
    keys = tuple(netuids)
    return [
        netuid
        for netuid, started, open_, registrable in zip(
            netuids,
            subnets.first_emission_block_number.stored_column(ctx, keys),
            subnets.subtoken_enabled.column(ctx, keys),
            hyper.network_registration_allowed.column(ctx, keys),
            strict=True,
        )
        if started is not None and open_ and registrable
    ]


def run(ctx: Context, netuids: list[int], credit: int) -> None:
    """Spend the credit on the emitting subnets `netuids`, recycle the rest, create their alpha."""
    split_of_block = shares_of(ctx, netuids)
    keys = tuple(netuids)
    rule = SplitOfAlpha(
        terms.weighted_root(storage.subnet_tao.get(ctx, ROOT), tao_weight(ctx)),
        split.owner_cut_of(hyper.subnet_owner_cut.get(ctx)),
        split.rule_of(ctx.params.split_ppm),
        split_of_block.root_sells,
    )
    minted, created, staked = credit, 0, 0
    for netuid, share, mechanism, owner_cut_enabled in zip(
        netuids,
        split_of_block.effective,
        subnets.subnet_mechanism.column(ctx, keys),
        hyper.owner_cut_enabled.column(ctx, keys),
        strict=True,
    ):
        turn = SubnetTurn(ctx, netuid, is_dynamic=mechanism == pool.DYNAMIC)
        due = turn.due(shares.tao_emission(minted, share), rule.weighted_root)
        credit = turn.inject(terms.injection(due), credit)
        created = due.alpha_emission
        turn.create_alpha(created, rule, owner_cut_enabled=owner_cut_enabled)
        turn.store()
        staked += turn.staked
    if netuids:
        # Quirk: the item named after the block's TAO ends up with the last subnet's alpha emission.
        _note_emission(ctx, created)
    if staked:
        add_to_total(ctx, staked)
    money.recycle_credit(ctx, credit)


def forget_root_sales(ctx: Context, netuids: list[int]) -> None:
    """Clear what root claims sold in the block before."""
    for netuid, sold in zip(
        netuids, storage.subnet_root_sell_tao.stored_column(ctx, tuple(netuids)), strict=True
    ):
        if sold is not None:
            storage.subnet_root_sell_tao.remove(ctx, netuid)


def shares_of(ctx: Context, netuids: list[int]) -> shares.SubnetShares:
    """Return the shares of the emitting subnets `netuids` in the block's TAO."""
    keys = tuple(netuids)
    return shares.subnet_shares(
        [
            shares.Contender(
                shares.price_of(
                    storage.subnet_moving_price.get(ctx, netuid), stable=mechanism != pool.DYNAMIC
                ),
                burned,
                enabled,
            )
            for netuid, mechanism, burned, enabled in zip(
                netuids,
                subnets.subnet_mechanism.column(ctx, keys),
                storage.miner_burned.column(ctx, keys),
                hyper.subnet_emission_enabled.column(ctx, keys),
                strict=True,
            )
        ]
    )


def _note_emission(ctx: Context, emission: int) -> None:
    if storage.block_emission.get(ctx) != emission:
        storage.block_emission.set(ctx, emission)
