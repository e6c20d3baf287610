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
        netuid,
        after.block_number,
        after.block_number - subnet.last_step,
        uid,
        hotkey,
        paid.owner,
        subnet.params.kappa * BILLION // 65_535,
        tuple(_mechanism(after, subnet, uid, *trace) for trace in traces),
        sum(drained),
        drained.server,
        paid.incentive,
        paid.withheld,
        paid.destination,
        *paid.dividends,
        *paid.root_dividends,
        paid.owner_cut,
        paid.collateral,
        paid.total,
        alpha_price_rao(after, netuid),
        worth(after, netuid, paid.total),
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


# Any: numpy arrays of bits by their names
def _traces(ctx: Context, subnet: Subnet) -> list[tuple[int, int, dict[str, Any], bytes]]:
    """Return mechanism, its share of a billion, the bits of its epoch and the incentives, for each."""
    count = mechanisms_state.count(ctx, subnet.netuid)
    parts = split_emission(BILLION, count, mechanisms_state.split(ctx, subnet.netuid))
    found = []
    for mechanism, part in enumerate(parts):
        output = run_epoch(mechanism_input(ctx, subnet, mechanism, part), trace=True)
        found.append((mechanism, part, output.bits or {}, output.incentive))
    return found


def _mechanism(
    after: Context,
    subnet: Subnet,
    uid: int,
    mechanism: int,
    share: int,
    bits: dict[str, Any],
    incentive: bytes,
) -> Mechanism:
    weights, stakes, consensus = bits["weights"], bits["active_stake"], bits["consensus"]
    n = len(subnet.hotkeys)
    limit = int(consensus[uid])
    votes = tuple(
        Vote(
            validator,
            subnet.hotkeys[validator],
            _ppb(stakes[validator]),
            _ppb(weights[validator][uid]),
            _ppb(min(int(weights[validator][uid]), limit)),
            int(weights[validator][uid]) > limit,
            bool(weights[validator].any()),
        )
        for validator in range(n)
        if int(stakes[validator])
    )
    own = tuple(
        OwnWeight(
            other,
            _ppb(weights[uid][other]),
            _ppb(min(int(weights[uid][other]), int(consensus[other]))),
            int(weights[uid][other]) > int(consensus[other]),
        )
        for other in range(n)
        if int(weights[uid][other])
    )
    voters = [vote.uid for vote in votes]
    stored = storage.incentive.get(after, storage_index(subnet.netuid, mechanism))
    return Mechanism(
        mechanism,
        share,
        votes,
        _ppb(limit),
        _ppb(_rank(stakes, weights, limit, uid, voters)),
        _ppb(sum(_rank(stakes, weights, int(consensus[other]), other, voters) for other in range(n))),
        _ppb(bits["incentive"][uid]),
        _u16(incentive, uid),
        _u16(stored, uid),
        _ppb(bits["dividends"][uid]),
        own,
    )


def _rank(stakes: Any, weights: Any, limit: int, uid: int, voters: Iterable[int]) -> int:
    return sum(int(stakes[v]) * min(int(weights[v][uid]), limit) for v in voters) >> 32


def _ppb(bits: Any) -> int:
    """Return a fraction of 2^32 in parts per billion."""
    return int(bits) * BILLION >> 32


def _u16(packed: bytes, uid: int) -> int:
    return int.from_bytes(packed[2 * uid : 2 * uid + 2], "little")
