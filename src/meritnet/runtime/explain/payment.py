"""Why a uid was paid this: who voted, consensus, rank, incentive, dividends, parts, and what it is worth in TAO.

Everything is computed again from the state before the epoch's block. Amounts in rao, shares in parts per billion.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from meritnet.primitives.errors import NotFound
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import DispatchError
from meritnet.runtime.pallets.consensus_yuma import mechanisms_state, storage
from meritnet.runtime.pallets.consensus_yuma.epoch import run_epoch
from meritnet.runtime.pallets.consensus_yuma.epoch_inputs import Subnet, mechanism_input, read_subnet
from meritnet.runtime.pallets.consensus_yuma.mechanisms import split_emission, storage_index
from meritnet.runtime.pallets.emission import explain
from meritnet.runtime.pallets.registration.hotkeys import owner_of
from meritnet.runtime.pallets.swap.pool import alpha_price_rao, simulate_sell

BILLION = 10**9


class Vote(NamedTuple):
    """What one validator said of the uid."""

    uid: int
    hotkey: bytes
    stake_share_ppb: int
    weight_ppb: int
    counted_ppb: int
    """The weight after it was cut to the consensus."""
    is_cut: bool
    has_row: bool
    """Whether it had any weights that counted."""


class OwnWeight(NamedTuple):
    """What the uid, as a validator, said of another one."""

    uid: int
    weight_ppb: int
    counted_ppb: int
    is_cut: bool


class Mechanism(NamedTuple):
    """Consensus in one mechanism of the subnet."""

    mechanism: int
    alpha_share_ppb: int
    """Its share of the subnet's alpha."""
    votes: tuple[Vote, ...]
    consensus_ppb: int
    rank_ppb: int
    rank_sum_ppb: int
    incentive_ppb: int
    recomputed_incentive_u16: int
    stored_incentive_u16: int
    dividend_ppb: int
    own_weights: tuple[OwnWeight, ...]


class Payment(NamedTuple):
    """One uid's pay in one epoch."""

    netuid: int
    block: int
    epoch_blocks: int
    """Blocks since the epoch before."""
    uid: int
    hotkey: bytes
    coldkey: bytes
    kappa_ppb: int
    """Share of the stake that must support a weight."""
    mechanisms: tuple[Mechanism, ...]
    whole_rao: int
    """Alpha set aside for everybody: miners, validators, root stakers, owner."""
    miners_rao: int
    """Alpha set aside for the miners."""
    incentive_rao: int
    incentive_withheld: bool
    """Whether the incentive was burned or recycled, as an owner's key."""
    incentive_staked_with: bytes
    dividend_take_rao: int
    """Part of the dividends that the coldkey keeps."""
    dividend_stakers_rao: int
    """Part that all who stake with the hotkey share."""
    root_take_rao: int
    root_stakers_rao: int
    owner_cut_rao: int
    collateral_rao: int
    """Part of incentive and takes that became collateral, staked with the hotkey itself."""
    total_rao: int
    """Everything that the hotkey brought its owner and its stakers."""
    alpha_price_rao: int
    """TAO for an alpha after the block, for an infinitely small trade."""
    tao_value_rao: int | None
    """What the pool would pay for the whole, fee and slippage off; None if it does not take it."""


def explain_payment(before: Context, after: Context, netuid: int, uid: int | None = None) -> Payment:
    """Return how the pay of a uid, by default the best paid miner, came about in the epoch of a block.

    `before` and `after` are read contexts over the states around the block; they are left unchanged.
    Raises: NotFound if no epoch ran in the block, or if the uid did not exist.
    """
    with explain.epoch_begun(before, netuid) as drained:
        if drained is None:
            raise NotFound(f"netuid {netuid} had no epoch in block {after.block_number}; name another block")
        subnet = read_subnet(before, netuid)
        traces = _traces(before, subnet)
        epoch = explain.epoch_of(before, netuid, drained)
    n = len(subnet.hotkeys)
    if not n or (uid is not None and uid >= n):
        had = f"it had 0..{n - 1}" if n else "it had none"
        raise NotFound(f"netuid {netuid} had no uid {uid} in block {after.block_number}; {had}")
    by_hotkey = {payment.hotkey: payment for payment in epoch.payments}
    if uid is None:
        uid = max(range(n), key=lambda place: _incentive(by_hotkey.get(subnet.hotkeys[place])))
    hotkey = subnet.hotkeys[uid]
    paid = by_hotkey.get(hotkey) or _nothing(before, uid, hotkey)
    return Payment(
        netuid=netuid,
        block=after.block_number,
        epoch_blocks=after.block_number - subnet.last_step,
        uid=uid,
        hotkey=hotkey,
        coldkey=paid.owner,
        kappa_ppb=subnet.params.kappa * BILLION // 65_535,
        mechanisms=tuple(_mechanism(after, subnet, uid, trace) for trace in traces),
        whole_rao=sum(drained),
        miners_rao=drained.server,
        incentive_rao=paid.incentive,
        incentive_withheld=paid.withheld,
        incentive_staked_with=paid.destination,
        dividend_take_rao=paid.dividends.take,
        dividend_stakers_rao=paid.dividends.rest,
        root_take_rao=paid.root_dividends.take,
        root_stakers_rao=paid.root_dividends.rest,
        owner_cut_rao=paid.owner_cut,
        collateral_rao=paid.collateral,
        total_rao=paid.total,
        alpha_price_rao=alpha_price_rao(after, netuid),
        tao_value_rao=worth(after, netuid, paid.total),
    )


def worth(ctx: Context, netuid: int, alpha: int) -> int | None:
    """Return the TAO that the pool would pay for some alpha now, None if it would refuse. Units: rao."""
    if alpha == 0:
        return 0
    try:
        return simulate_sell(ctx, netuid, alpha).paid_out
    except DispatchError:
        return None


def _incentive(payment: explain.Payment | None) -> int:
    return 0 if payment is None or payment.withheld else payment.incentive


def _nothing(ctx: Context, uid: int, hotkey: bytes) -> explain.Payment:
    none = explain.NOTHING
    return explain.Payment(hotkey, owner_of(ctx, hotkey), uid, 0, False, hotkey, none, none, 0)


class _Trace(NamedTuple):
    """What an epoch computed in one mechanism. Shares are fractions of 2^32, `part` is one of a billion."""

    mechanism: int
    part: int
    bits: dict[str, Any]
    """Any: numpy arrays by their names; `weights` (n, n), the others (n,)."""
    incentive: bytes


def _traces(ctx: Context, subnet: Subnet) -> list[_Trace]:
    """Return what the epoch computes in each mechanism."""
    count = mechanisms_state.count(ctx, subnet.netuid)
    parts = split_emission(BILLION, count, mechanisms_state.split(ctx, subnet.netuid))
    found = []
    for mechanism, part in enumerate(parts):
        output = run_epoch(mechanism_input(ctx, subnet, mechanism, part), trace=True)
        found.append(_Trace(mechanism, part, output.bits or {}, output.incentive))
    return found


def _mechanism(after: Context, subnet: Subnet, uid: int, trace: _Trace) -> Mechanism:
    weights, stakes, consensus = trace.bits["weights"], trace.bits["active_stake"], trace.bits["consensus"]
    n, limit = len(subnet.hotkeys), int(consensus[uid])
    votes = _votes(subnet, uid, trace)
    voters = [vote.uid for vote in votes]
    ranks = (_rank(stakes, weights, int(consensus[other]), other, voters) for other in range(n))
    stored = storage.incentive.get(after, storage_index(subnet.netuid, trace.mechanism))
    return Mechanism(
        mechanism=trace.mechanism,
        alpha_share_ppb=trace.part,
        votes=votes,
        consensus_ppb=_ppb(limit),
        rank_ppb=_ppb(_rank(stakes, weights, limit, uid, voters)),
        rank_sum_ppb=_ppb(sum(ranks)),
        incentive_ppb=_ppb(trace.bits["incentive"][uid]),
        recomputed_incentive_u16=_u16(trace.incentive, uid),
        stored_incentive_u16=_u16(stored, uid),
        dividend_ppb=_ppb(trace.bits["dividends"][uid]),
        own_weights=_own_weights(uid, trace),
    )


def _votes(subnet: Subnet, uid: int, trace: _Trace) -> tuple[Vote, ...]:
    """Return what each validator with stake said of the uid."""
    weights, stakes, limit = (
        trace.bits["weights"],
        trace.bits["active_stake"],
        int(trace.bits["consensus"][uid]),
    )
    return tuple(
        Vote(
            uid=validator,
            hotkey=hotkey,
            stake_share_ppb=_ppb(stakes[validator]),
            weight_ppb=_ppb(weights[validator][uid]),
            counted_ppb=_ppb(min(int(weights[validator][uid]), limit)),
            is_cut=int(weights[validator][uid]) > limit,
            has_row=bool(weights[validator].any()),
        )
        for validator, hotkey in enumerate(subnet.hotkeys)
        if int(stakes[validator])
    )


def _own_weights(uid: int, trace: _Trace) -> tuple[OwnWeight, ...]:
    """Return what the uid said of others."""
    row, consensus = trace.bits["weights"][uid], trace.bits["consensus"]
    return tuple(
        OwnWeight(
            uid=other,
            weight_ppb=_ppb(weight),
            counted_ppb=_ppb(min(int(weight), int(consensus[other]))),
            is_cut=int(weight) > int(consensus[other]),
        )
        for other, weight in enumerate(row)
        if int(weight)
    )


def _rank(stakes: Any, weights: Any, limit: int, uid: int, voters: Iterable[int]) -> int:
    return sum(int(stakes[v]) * min(int(weights[v][uid]), limit) for v in voters) >> 32


def _ppb(bits: Any) -> int:
    """Return a fraction of 2^32 in parts per billion."""
    return int(bits) * BILLION >> 32


def _u16(packed: bytes, uid: int) -> int:
    return int.from_bytes(packed[2 * uid : 2 * uid + 2], "little")
