"""Explains what a miner was paid in an epoch: every step from the validators' weights to TAO, recomputed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from meritnet.operator.up.epochs import context_at, read_epoch
from meritnet.primitives import ss58
from meritnet.primitives.errors import NotFound
from meritnet.runtime.pallets.consensus_yuma.epoch import run_epoch
from meritnet.runtime.pallets.consensus_yuma.epoch_inputs import mechanism_input, read_subnet
from meritnet.runtime.pallets.emission.explain import epoch_begun
from meritnet.runtime.pallets.swap.pool import alpha_price_rao, simulate_sell
from meritnet.runtime.runtime import Runtime
from meritnet.state.chain_reader import ChainReader

BITS = 2**32
RAO = 10**9


@dataclass(frozen=True, slots=True)
class Vote:
    """What one validator said of the miner. Units: fractions of 1."""

    uid: int
    stake_share: float
    weight: float
    counted: float
    """The weight after it was cut to the consensus."""
    has_row: bool
    """Whether it set any weights."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One miner's pay in one epoch. Units: alpha and TAO in rao, everything else fractions of 1."""

    block: int
    epoch_blocks: int
    uid: int
    hotkey: str
    votes: tuple[Vote, ...]
    kappa: float
    consensus: float
    rank: float
    rank_sum: float
    incentive: float
    stored_incentive: int
    recomputed_incentive: int
    miners_alpha: int
    """Alpha of all miners together."""
    miners_share: float
    alpha: int
    price: float
    tao_value: int
    """What the pool would pay for this alpha now, fee and slippage off."""

    def to_json(self) -> dict[str, Any]:  # Any: JSON values
        """Return the figures as JSON values."""
        return asdict(self)

    def lines(self, names: Mapping[int, str]) -> list[str]:
        """Return the explanation for people, with names by uid."""
        votes = [
            f"  uid {v.uid} {names.get(v.uid, '')}: {v.stake_share:.2%} of the stake gave it {v.weight:.2%} "
            "of its weights" + ("" if v.weight - v.counted < 5e-5 else f", counted as {v.counted:.2%}")
            for v in self.votes
            if v.has_row
        ]
        silent = sum(v.stake_share for v in self.votes if not v.has_row)
        if silent:
            votes.append(f"  {silent:.2%} of the stake set no weights")
        sum_text = " + ".join(f"{v.stake_share:.4f}·{v.counted:.4f}" for v in self.votes if v.has_row) or "0"
        return [
            f"block {self.block}: {names.get(self.uid, self.hotkey)} (uid {self.uid}) is paid "
            f"{self.alpha / RAO:,.6f} alpha",
            *votes,
            f"  consensus: validators with more than {self.kappa:.0%} of the stake support {self.consensus:.2%}; "
            "what is above is cut",
            f"  rank {sum_text} = {self.rank:.4f}; of all ranks {self.rank_sum:.4f} that is an incentive of "
            f"{self.incentive:.4f}",
            f"  miners' part of the {self.epoch_blocks} blocks: {self.miners_share:.0%} of the subnet's alpha, "
            f"{self.miners_alpha / RAO:,.6f}",
            f"  {self.incentive:.4f} · {self.miners_alpha / RAO:,.6f} = {self.alpha / RAO:,.6f} alpha",
            f"  at {self.price:.6f} TAO an alpha, after fee and slippage: {self.tao_value / RAO:,.6f} TAO",
        ]


def explain(runtime: Runtime, store: ChainReader, netuid: int, block: int, uid: int) -> Payment:
    """Return how the pay of a uid in the epoch of `block` came about, recomputed from the state before it.

    Raises: NotFound if the uid did not exist then; UnknownBlock, StateDiscarded.
    """
    epoch = read_epoch(runtime, store, netuid, block)
    if not 0 <= uid < len(epoch.hotkeys):
        raise NotFound(
            f"netuid {netuid} had no uid {uid} in block {block}; it had 0..{len(epoch.hotkeys) - 1}"
        )
    before, after = context_at(runtime, store, block - 1), context_at(runtime, store, block)
    with epoch_begun(before, netuid):
        # Weights that are revealed in a block count in its epoch already, so the state before the block is too early.
        subnet = read_subnet(before, netuid)
        given = replace(mechanism_input(before, subnet, 0, RAO), block=block)
    output = run_epoch(given, trace=True)
    bits = output.bits or {}
    weights, stakes, consensus = bits["weights"], bits["active_stake"], bits["consensus"]
    votes = tuple(
        Vote(
            uid=validator,
            stake_share=int(stakes[validator]) / BITS,
            weight=int(weights[validator][uid]) / BITS,
            counted=min(int(weights[validator][uid]), int(consensus[uid])) / BITS,
            has_row=bool(weights[validator].any()),
        )
        for validator in range(len(epoch.hotkeys))
        if int(stakes[validator])
    )
    rank = sum(v.stake_share * v.counted for v in votes)
    rank_sum = sum(
        int(stakes[v.uid]) / BITS * min(int(weights[v.uid][other]), int(consensus[other])) / BITS
        for v in votes
        for other in range(len(epoch.hotkeys))
    )
    alpha = epoch.miners_alpha[uid]
    return Payment(
        block=block,
        epoch_blocks=block - subnet.last_step,
        uid=uid,
        hotkey=ss58.encode(epoch.hotkeys[uid]),
        votes=votes,
        kappa=subnet.params.kappa / 65_535,
        consensus=int(consensus[uid]) / BITS,
        rank=rank,
        rank_sum=rank_sum,
        incentive=int(bits["incentive"][uid]) / BITS,
        stored_incentive=epoch.incentive[uid],
        recomputed_incentive=int.from_bytes(output.incentive[2 * uid : 2 * uid + 2], "little"),
        miners_alpha=epoch.miners_part,
        miners_share=epoch.miners_part / epoch.whole if epoch.whole else 0.0,
        alpha=alpha,
        price=alpha_price_rao(after, netuid) / RAO,
        tao_value=simulate_sell(after, netuid, alpha).paid_out if alpha else 0,
    )
