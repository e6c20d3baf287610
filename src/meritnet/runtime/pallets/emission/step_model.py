"""One block of emission on plain records: the rule of the coinbase without storage, accounts or epochs.

The chain's hook does the same on storage with the same functions; this model is what the recorded traces are
checked against and what a market can be projected with. Every subnet is dynamic, started, and has an
initialised pool.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from meritnet.primitives.fixed import sat_add64, sat_sub64
from meritnet.runtime.pallets.emission import curve, moving_price, shares, split, terms
from meritnet.runtime.pallets.swap import amm, pool_weights


@dataclass(frozen=True, slots=True)
class SubnetState:
    """What the block step reads and writes of one subnet; amounts in rao, named after their storage items."""

    tao: int
    alpha_in: int
    alpha_out: int
    quote_weight: int
    """TAO's weight in the pool, 10^18 = 1."""
    moving_price: int
    """I96F32."""
    miner_burned: int
    """U96F32."""
    first_emission_block: int
    ema_halving: int
    emission_enabled: bool = True
    owner_cut_enabled: bool = True
    pending_server: int = 0
    pending_validator: int = 0
    pending_root: int = 0
    pending_owner: int = 0
    protocol_alpha: int = 0
    protocol_flow: int = 0
    volume: int = 0
    alpha_recycled: int = 0
    alpha_in_emission: int = 0
    alpha_out_emission: int = 0
    tao_in_emission: int = 0
    excess_tao: int = 0
    root_prop: int = 0
    """U96F32."""

    @property
    def pool(self) -> amm.Pool:
        """Return the subnet's pool."""
        return amm.Pool(self.tao, self.alpha_in, self.quote_weight)


@dataclass(frozen=True, slots=True)
class ChainState:
    """What the block step reads and writes; `subnets` in the order of iteration."""

    block: int
    total_issuance: int
    balances_issuance: int
    root_tao: int
    tao_weight: int
    """Stored u64."""
    owner_cut: int
    """Stored u16."""
    moving_alpha: int
    """I96F32."""
    total_stake: int
    subnets: Mapping[int, SubnetState]
    rule: split.SplitRule = split.REFERENCE_SPLIT


@dataclass(slots=True)
class SubnetTrace:
    """Intermediate values of one subnet."""

    tao_emission: int
    terms: terms.SubnetTerms
    injected_tao: int = 0
    injected_alpha: int = 0
    quote_weight_after_injection: int = 0
    buy_requested: int = 0
    buy_alpha_out: int | None = None
    split_root_proportion: int = 0
    parts: split.AlphaSplit = split.NOTHING
    smoothing: int = 0
    spot_price: int = 0
    moving_price: int = 0


@dataclass(slots=True)
class Trace:
    """Intermediate values of a block."""

    minted: int
    shares: shares.SubnetShares
    recycled: int = 0
    subnets: dict[int, SubnetTrace] = field(default_factory=dict)


def run_block(before: ChainState) -> tuple[ChainState, Trace]:
    """Return the state after block `before.block` and the values it went through.

    `block` itself is unchanged.
    """
    minted = curve.mintable(curve.block_emission(before.total_issuance), before.balances_issuance)
    subnets = dict(before.subnets)
    trace = Trace(minted, _shares(subnets))
    weighted_root = terms.weighted_root(before.root_tao, terms.tao_weight_of(before.tao_weight))
    for (netuid, s), share in zip(subnets.items(), trace.shares.effective, strict=True):
        tao = shares.tao_emission(minted, share)
        proportion = terms.root_proportion(weighted_root, s.alpha_in, s.alpha_out)
        due = terms.subnet_terms(tao, amm.spot_price(s.pool), s.alpha_in, s.alpha_out, proportion)
        trace.subnets[netuid] = SubnetTrace(tao, due)

    credit, total_stake = minted, before.total_stake
    for netuid, t in trace.subnets.items():
        subnets[netuid], spent, staked = _inject(subnets[netuid], t, credit)
        credit -= spent
        total_stake = sat_add64(total_stake, staked)
    trace.recycled = credit

    cut = split.owner_cut_of(before.owner_cut)
    for netuid, t in trace.subnets.items():
        subnets[netuid] = _create_alpha(
            subnets[netuid], t, cut, weighted_root, before.rule, trace.shares.root_sells
        )
    for netuid, t in trace.subnets.items():
        s = subnets[netuid]
        t.spot_price = amm.spot_price(s.pool)
        t.smoothing = moving_price.smoothing(
            before.block, s.first_emission_block, s.ema_halving, before.moving_alpha
        )
        t.moving_price = moving_price.next_moving_price(s.moving_price, t.spot_price, t.smoothing)
        subnets[netuid] = replace(
            s,
            moving_price=t.moving_price,
            root_prop=terms.root_proportion(weighted_root, s.alpha_in, s.alpha_out),
        )
    after = replace(
        before,
        total_issuance=before.total_issuance + minted - credit,
        balances_issuance=before.balances_issuance + minted - credit,
        total_stake=total_stake,
        subnets=subnets,
    )
    return after, trace


def _shares(subnets: Mapping[int, SubnetState]) -> shares.SubnetShares:
    """Return the subnets' shares of the block's TAO."""
    return shares.subnet_shares(
        [
            shares.Contender(shares.price_of(s.moving_price), s.miner_burned, s.emission_enabled)
            for s in subnets.values()
        ]
    )


def _inject(s: SubnetState, t: SubnetTrace, credit: int) -> tuple[SubnetState, int, int]:
    """Return the subnet after injection and chain buy.

    The TAO spent of the credit and the TAO counted as stake.

    The buy sees the new weight but not yet the injected reserves.
    """
    due = terms.injection(t.terms)
    tao_in, alpha_in = due.tao_in, due.alpha_in
    weight = pool_weights.after_liquidity(s.pool, tao_in, alpha_in)
    if weight is None:
        weight, tao_in, alpha_in = s.quote_weight, 0, 0
    s = replace(s, quote_weight=weight, excess_tao=0, tao_in_emission=0)
    t.quote_weight_after_injection, t.buy_requested = weight, due.excess_tao
    spent = staked = 0
    if 0 < due.excess_tao <= credit:
        spent = due.excess_tao
        s, paid = _chain_buy(s, t, due.excess_tao)
        staked = due.excess_tao if paid else 0
    s = replace(s, alpha_in=sat_add64(s.alpha_in, alpha_in), alpha_in_emission=alpha_in)
    t.injected_alpha = alpha_in
    if 0 < tao_in <= credit - spent:
        spent += tao_in
        staked = sat_add64(staked, tao_in)
        t.injected_tao = tao_in
        s = replace(
            s,
            tao=sat_add64(s.tao, tao_in),
            tao_in_emission=tao_in,
            protocol_flow=s.protocol_flow + tao_in,
        )
    return s, spent, staked


def _chain_buy(s: SubnetState, t: SubnetTrace, requested: int) -> tuple[SubnetState, bool]:
    """Return the subnet after the chain bought alpha for the excess, and whether the swap worked.

    Quirk: if it fails the TAO stays on the subnet's account without being counted anywhere.
    """
    try:
        result = amm.swap(s.pool, amm.Side.BUY, requested, amm.BUY_DEFAULT_LIMIT, drop_fees=True)
    except amm.SwapError:
        return s, False
    t.buy_alpha_out = result.paid_out
    bought = replace(
        s,
        tao=sat_add64(s.tao, result.paid_in),
        alpha_in=sat_sub64(s.alpha_in, result.paid_out),
        alpha_out=sat_add64(s.alpha_out, result.paid_out),
        protocol_alpha=sat_add64(s.protocol_alpha, result.paid_out),
        protocol_flow=s.protocol_flow + result.paid_in,
        excess_tao=result.paid_in,
        volume=s.volume + requested,
    )
    return bought, True


def _create_alpha(
    s: SubnetState, t: SubnetTrace, cut: int, weighted_root: int, rule: split.SplitRule, root_sells: bool
) -> SubnetState:
    """Return the subnet after its alpha emission was created and set aside for the next epoch."""
    created = t.terms.alpha_emission
    alpha_out = sat_add64(s.alpha_out, created)
    t.split_root_proportion = terms.root_proportion(weighted_root, s.alpha_in, alpha_out)
    parts = split.split_alpha(
        created, cut, t.split_root_proportion, owner_cut_enabled=s.owner_cut_enabled, rule=rule
    )
    t.parts = parts
    recycled = 0 if root_sells else parts.root
    return replace(
        s,
        alpha_out=sat_sub64(alpha_out, recycled),
        alpha_out_emission=created,
        alpha_recycled=sat_add64(s.alpha_recycled, recycled),
        pending_owner=sat_add64(s.pending_owner, parts.owner),
        pending_server=sat_add64(s.pending_server, parts.server),
        pending_validator=sat_add64(s.pending_validator, parts.validator),
        pending_root=sat_add64(s.pending_root, parts.root - recycled),
    )
