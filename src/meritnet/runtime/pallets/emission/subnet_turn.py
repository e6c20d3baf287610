"""One subnet's turn in the coinbase over state: injection, chain buy, new alpha.

What the turn changes is read once, moved on here and written once at its end, because every subnet takes a turn in
every block. `tests/plain_coinbase.py` says the same item by item, as the pool, its trades and its counters are moved
elsewhere. Amounts in rao.
"""

from math import isqrt
from typing import NamedTuple

from meritnet.primitives.fixed import U64F64, U128_MAX, sat_add64, sat_sub64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.alpha_assets import storage as alpha_assets
from meritnet.runtime.pallets.staking import flows
from meritnet.runtime.pallets.subnets.accounts import subnet_account
from meritnet.runtime.pallets.swap import pool_weights
from meritnet.runtime.pallets.swap import storage as swap_storage
from meritnet.runtime.pallets.swap.amm import (
    BUY_DEFAULT_LIMIT,
    EVEN_WEIGHT,
    Pool,
    Side,
    SwapError,
    spot_price,
    swap,
    swap_stable,
)
from meritnet.state.items import StorageMap

from . import money, split, storage, terms
from .changes import put


class SplitOfAlpha(NamedTuple):
    """What decides, beside the subnet itself, how a block's alpha is split: the same for all subnets."""

    weighted_root: int
    """What root's stake weighs beside alpha, U96F32."""
    owner_cut: int
    """U96F32."""
    rule: split.SplitRule
    root_sells: bool
    """Whether root's part waits for root stakers; otherwise it is recycled."""


class SubnetTurn:
    """A subnet's reserves and counters on their way through one block."""

    __slots__ = (
        "_alpha_in_moved",
        "_ctx",
        "_dynamic",
        "_flow_moved",
        "_issued_moved",
        "_netuid",
        "_tao_moved",
        "alpha_in",
        "alpha_out",
        "flow",
        "issued",
        "staked",
        "tao",
        "weight",
    )

    def __init__(self, ctx: Context, netuid: int, *, is_dynamic: bool) -> None:
        self._ctx = ctx
        self._netuid = netuid
        self._dynamic = is_dynamic
        self.tao = storage.subnet_tao.get(ctx, netuid)
        self.alpha_in = storage.subnet_alpha_in.get(ctx, netuid)
        self.alpha_out = storage.subnet_alpha_out.get(ctx, netuid)
        self.weight = swap_storage.swap_balancer.get(ctx, netuid)
        self.flow = storage.subnet_protocol_flow.get(ctx, netuid)
        self.issued = alpha_assets.total_alpha_issuance.get(ctx, netuid)
        self.staked = 0
        """TAO that counts as stake, for `TotalStake`."""
        self._tao_moved = self._alpha_in_moved = self._flow_moved = self._issued_moved = False

    def due(self, tao: int, weighted_root: int) -> terms.SubnetTerms:
        """Return what the subnet receives for `tao` (U96F32), by its reserves as they stand now."""
        price = spot_price(Pool(self.tao, self.alpha_in, self.weight)) if self._dynamic else U64F64.ONE
        proportion = terms.root_proportion(weighted_root, self.alpha_in, self.alpha_out)
        return terms.subnet_terms(tao, price, self.alpha_in, self.alpha_out, proportion)

    def inject(self, due: terms.Injection, credit: int) -> int:
        """Put TAO and alpha into the pool, buy alpha for the excess; return the credit left.

        Quirk: the buy meets the weight after the injection but the reserves before it.
        """
        ctx, netuid = self._ctx, self._netuid
        weight = pool_weights.after_liquidity(
            Pool(self.tao, self.alpha_in, self.weight), due.tao_in, due.alpha_in
        )
        tao_in = alpha_in = bought_for = injected = 0
        if weight is not None:
            tao_in, alpha_in, self.weight = due.tao_in, due.alpha_in, weight
            put(ctx, swap_storage.swap_balancer, netuid, weight)
        account = subnet_account(netuid)
        if due.excess_tao:
            credit, deposited = money.spend(ctx, credit, account, due.excess_tao)
            if deposited:
                bought_for = self._chain_buy(due.excess_tao)
        if alpha_in:
            self.alpha_in, self._alpha_in_moved = sat_add64(self.alpha_in, alpha_in), True
            self.issued, self._issued_moved = sat_add64(self.issued, alpha_in), True
        if tao_in:
            credit, deposited = money.spend(ctx, credit, account, tao_in)
            if deposited:
                injected = tao_in
                self._take_in(tao_in)
                self.staked += tao_in
        put(ctx, storage.subnet_excess_tao, netuid, bought_for)
        put(ctx, storage.subnet_alpha_in_emission, netuid, alpha_in)
        put(ctx, storage.subnet_tao_in_emission, netuid, injected)
        return credit

    def create_alpha(self, created: int, rule: SplitOfAlpha, *, owner_cut_enabled: bool) -> None:
        """Add the block's alpha to what is outstanding, and its parts to what waits for the next epoch."""
        ctx, netuid = self._ctx, self._netuid
        put(ctx, storage.subnet_alpha_out_emission, netuid, created)
        self.alpha_out = sat_add64(self.alpha_out, created)
        if created:
            self.issued, self._issued_moved = sat_add64(self.issued, created), True
        parts = split.split_alpha(
            created,
            rule.owner_cut,
            terms.root_proportion(rule.weighted_root, self.alpha_in, self.alpha_out),
            owner_cut_enabled=owner_cut_enabled,
            rule=rule.rule,
        )
        _add(ctx, storage.pending_owner_cut, netuid, parts.owner)
        _add(ctx, storage.pending_server_emission, netuid, parts.server)
        _add(ctx, storage.pending_validator_emission, netuid, parts.validator)
        if rule.root_sells:
            _add(ctx, storage.pending_root_alpha_divs, netuid, parts.root)
        elif parts.root:
            self.alpha_out = sat_sub64(self.alpha_out, parts.root)
            self.issued, self._issued_moved = sat_sub64(self.issued, parts.root), True
            _add(ctx, alpha_assets.alpha_recycled, netuid, parts.root)

    def store(self) -> None:
        """Write what the turn has moved."""
        ctx, netuid = self._ctx, self._netuid
        put(ctx, storage.subnet_alpha_out, netuid, self.alpha_out)
        if self._tao_moved:
            storage.subnet_tao.set(ctx, netuid, self.tao)
        if self._alpha_in_moved:
            storage.subnet_alpha_in.set(ctx, netuid, self.alpha_in)
        if self._flow_moved:
            storage.subnet_protocol_flow.set(ctx, netuid, self.flow)
        if self._issued_moved:
            alpha_assets.total_alpha_issuance.set(ctx, netuid, self.issued)

    def _take_in(self, tao: int) -> None:
        """Add TAO to the reserve and record that it came from the chain."""
        if tao:
            self.tao, self._tao_moved = sat_add64(self.tao, tao), True
        self.flow, self._flow_moved = flows.after_in(self.flow, tao), True

    def _chain_buy(self, tao: int) -> int:
        """Buy alpha for the chain with TAO that is on the subnet's account; return the TAO that was traded.

        Quirk: if the pool refuses, the TAO stays on the account without being counted anywhere.
        Quirk: for a stable subnet the same booking lowers an alpha reserve that only unstaking fills; it stops at 0.
        Quirk: `TotalStake` and the volume count the requested TAO, with what a limit left unused.
        """
        ctx, netuid = self._ctx, self._netuid
        if self._dynamic:
            # Quirk: the first trade of a subnet has even weights, whatever earlier injections stored.
            traded = swap_storage.pal_swap_initialized.get(ctx, netuid)
            weight = self.weight if traded else EVEN_WEIGHT
            try:
                result = swap(
                    Pool(self.tao, self.alpha_in, weight), Side.BUY, tao, BUY_DEFAULT_LIMIT, drop_fees=True
                )
            except SwapError:
                return 0
            if not traded:
                self.weight = weight
                swap_storage.swap_balancer.set(ctx, netuid, weight)
                swap_storage.pal_swap_initialized.set(ctx, netuid, True)
        else:
            result = swap_stable(tao)
        self._take_in(result.paid_in)
        if result.paid_out:
            self.alpha_in, self._alpha_in_moved = sat_sub64(self.alpha_in, result.paid_out), True
            self.alpha_out = sat_add64(self.alpha_out, result.paid_out)
            _add(ctx, storage.subnet_protocol_alpha, netuid, result.paid_out)
        self.staked += tao
        storage.subnet_volume.set(ctx, netuid, min(storage.subnet_volume.get(ctx, netuid) + tao, U128_MAX))
        if self._dynamic:
            root = isqrt(spot_price(Pool(self.tao, self.alpha_in, self.weight)) << U64F64.frac_bits)
            if root != swap_storage.alpha_sqrt_price.get(ctx, netuid):
                swap_storage.alpha_sqrt_price.set(ctx, netuid, root)
        return result.paid_in


def _add(ctx: Context, item: StorageMap, netuid: int, amount: int) -> None:
    if amount:
        item.set(ctx, netuid, sat_add64(item.get(ctx, netuid), amount))
