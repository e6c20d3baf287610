"""The market at its head, as figures: miners beside their measured skill, validators beside their stake."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from meritnet.operator.up.epochs import Epoch
from meritnet.operator.up.rows import RowState
from meritnet.primitives import ss58
from meritnet.primitives.units import RAO_PER_TAO
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.consensus_yuma import storage as yuma
from meritnet.runtime.pallets.consensus_yuma.dissent import DissentReport, report
from meritnet.runtime.pallets.consensus_yuma.epoch_inputs import mechanism_input, read_subnet
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.staking.stake import total_of
from meritnet.runtime.pallets.swap.pool import alpha_price_rao, simulate_sell

U16 = 65_535


@dataclass(frozen=True, slots=True)
class Participant:
    """Who is behind a hotkey, as the operator of the local market knows."""

    name: str
    role: str
    """miner, validator or owner"""
    honest: bool
    skill: float | None = None
    """Measured outside of the market; None for a program that nobody measured."""


@dataclass(frozen=True, slots=True)
class MinerRow:
    """A miner. Units: alpha and TAO in rao."""

    uid: int
    name: str
    hotkey: str
    honest: bool
    skill: float | None
    incentive: float
    last_alpha: int
    held_alpha: int
    """Pay that is still staked."""
    value_tao: int
    """What the pool would pay for it now, after fee and slippage."""
    taken_tao: int


@dataclass(frozen=True, slots=True)
class ValidatorRow:
    """A validator. Units: alpha in rao; rates a fraction of the stake per epoch."""

    uid: int
    name: str
    hotkey: str
    honest: bool
    stake: int
    trust: float
    dividends: float
    last_alpha: int
    per_stake: float
    missed_alpha: int
    """What a liar has missed so far, against the honest validators' rate."""
    dissent: DissentReport | None
    """What it stands to lose if it goes on; only for a liar that has set weights."""
    row: RowState = field(default_factory=RowState)
    """What became of the weights that it committed."""


@dataclass(frozen=True, slots=True)
class MarketView:
    """The market after a block. Units: prices in rao of TAO per alpha."""

    block: int
    epochs: int
    next_epoch_in: int
    price: int
    miners: tuple[MinerRow, ...]
    validators: tuple[ValidatorRow, ...]


def view_market(
    ctx: Context,
    netuid: int,
    participants: Mapping[bytes, Participant],
    last: Epoch | None,
    losses: Mapping[str, int],
    taken: Mapping[bytes, int],
    rows: Mapping[bytes, RowState] | None = None,
) -> MarketView:
    """Return the market in a state; `last` is its last epoch, the others are what went before."""
    hotkeys = uids.hotkeys(ctx, netuid)
    miners, validators = [], []
    for uid, hotkey in enumerate(hotkeys):
        who = participants.get(hotkey)
        if who is None:
            continue
        if who.role == "miner":
            miners.append(_miner(ctx, netuid, uid, hotkey, who, last, taken.get(hotkey, 0)))
        elif who.role == "validator":
            row = _validator(ctx, netuid, uid, hotkey, who, last, losses.get(ss58.encode(hotkey), 0))
            validators.append(replace(row, row=(rows or {}).get(hotkey, RowState())))
    tempo = int(hyper.tempo.get(ctx, netuid))
    since = ctx.block_number - int(emission.last_epoch_block.get(ctx, netuid))
    miners.sort(key=lambda row: (-row.incentive, row.uid))
    return MarketView(
        block=ctx.block_number,
        epochs=int(emission.subnet_epoch_index.get(ctx, netuid)),
        next_epoch_in=max(tempo - since, 0),
        price=alpha_price_rao(ctx, netuid),
        miners=tuple(miners),
        validators=tuple(validators),
    )


def _miner(
    ctx: Context, netuid: int, uid: int, hotkey: bytes, who: Participant, last: Epoch | None, taken: int
) -> MinerRow:
    held = total_of(ctx, hotkey, netuid)
    return MinerRow(
        uid=uid,
        name=who.name,
        hotkey=ss58.encode(hotkey),
        honest=who.honest,
        skill=who.skill,
        incentive=_share(yuma.incentive.get(ctx, netuid), uid),
        last_alpha=_of(last, hotkey, "miners_alpha"),
        held_alpha=held,
        value_tao=simulate_sell(ctx, netuid, held).paid_out if held else 0,
        taken_tao=taken,
    )


def _validator(
    ctx: Context, netuid: int, uid: int, hotkey: bytes, who: Participant, last: Epoch | None, missed: int
) -> ValidatorRow:
    stake, paid = _of(last, hotkey, "stake_before"), _of(last, hotkey, "validators_alpha")
    return ValidatorRow(
        uid=uid,
        name=who.name,
        hotkey=ss58.encode(hotkey),
        honest=who.honest,
        stake=total_of(ctx, hotkey, netuid),
        trust=_share(yuma.validator_trust.get(ctx, netuid), uid),
        dividends=_share(yuma.dividends.get(ctx, netuid), uid),
        last_alpha=paid,
        per_stake=paid / stake if stake else 0.0,
        missed_alpha=missed,
        dissent=None if who.honest else _dissent(ctx, netuid, uid),
    )


def _dissent(ctx: Context, netuid: int, uid: int) -> DissentReport | None:
    if not yuma.weights.get(ctx, netuid, uid):
        return None
    given = mechanism_input(ctx, read_subnet(ctx, netuid), 0, RAO_PER_TAO)
    return report(replace(given, block=ctx.block_number + 1), uid)


def missed_by_lying(epoch: Epoch, participants: Mapping[bytes, Participant]) -> dict[str, int]:
    """Return the alpha each liar missed in an epoch: the honest validators' rate on its stake less its own pay.

    Units: rao; negative where it gained.
    """
    rows = [
        (who, hotkey, epoch.stake_before[uid], epoch.validators_alpha[uid])
        for uid, hotkey in enumerate(epoch.hotkeys)
        if (who := participants.get(hotkey)) is not None and who.role == "validator"
    ]
    honest_stake = sum(stake for who, _, stake, _ in rows if who.honest)
    honest_paid = sum(paid for who, _, _, paid in rows if who.honest)
    if not honest_stake or not epoch.is_paid_by_weights:
        return {}
    return {
        ss58.encode(hotkey): stake * honest_paid // honest_stake - paid
        for who, hotkey, stake, paid in rows
        if not who.honest
    }


def _share(packed: bytes, uid: int) -> float:
    return int.from_bytes(packed[2 * uid : 2 * uid + 2], "little") / U16


def _of(epoch: Epoch | None, hotkey: bytes, column: str) -> int:
    if epoch is None or hotkey not in epoch.hotkeys:
        return 0
    values: list[int] = getattr(epoch, column)
    return values[epoch.hotkeys.index(hotkey)]
