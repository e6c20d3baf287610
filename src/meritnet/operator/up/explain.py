"""Explains what a miner was paid in an epoch, in fractions and in sentences, from the chain's own explanation."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from meritnet.node.explaining import to_json
from meritnet.operator.explain_payment_text import payment_lines
from meritnet.operator.up.epochs import context_at
from meritnet.primitives import ss58
from meritnet.primitives.units import RAO_PER_TAO
from meritnet.runtime.explain.payment import explain_payment, worth
from meritnet.runtime.runtime import Runtime
from meritnet.state.chain_reader import ChainReader

BILLION = 10**9


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

    answer: dict[str, Any]
    """The whole explanation, as `explain_payment` over RPC gives it. Any: JSON values."""

    def to_json(self) -> dict[str, Any]:  # Any: JSON values
        """Return the figures as JSON values."""
        figures = asdict(self)
        del figures["answer"]
        return figures

    def lines(self, names: Mapping[int, str]) -> list[str]:
        """Return the explanation for people, with names by uid."""
        return payment_lines(self.answer, names)


def explain(runtime: Runtime, store: ChainReader, netuid: int, block: int, uid: int) -> Payment:
    """Return how the pay of a uid in the epoch of `block` came about, recomputed from the state before it.

    Raises: NotFound if there was no epoch or the uid did not exist then; UnknownBlock, StateDiscarded.
    """
    before, after = context_at(runtime, store, block - 1), context_at(runtime, store, block)
    paid = explain_payment(before, after, netuid, uid)
    # The local market's subnet has one mechanism; the figures of others are in `answer`.
    first = paid.mechanisms[0]
    alpha = 0 if paid.incentive_withheld else paid.incentive_rao
    return Payment(
        block=block,
        epoch_blocks=paid.epoch_blocks,
        uid=uid,
        hotkey=ss58.encode(paid.hotkey),
        votes=tuple(
            Vote(
                vote.uid,
                vote.stake_share_ppb / BILLION,
                vote.weight_ppb / BILLION,
                vote.counted_ppb / BILLION,
                vote.has_row,
            )
            for vote in first.votes
        ),
        kappa=paid.kappa_ppb / BILLION,
        consensus=first.consensus_ppb / BILLION,
        rank=first.rank_ppb / BILLION,
        rank_sum=first.rank_sum_ppb / BILLION,
        incentive=first.incentive_ppb / BILLION,
        stored_incentive=first.stored_incentive_u16,
        recomputed_incentive=first.recomputed_incentive_u16,
        miners_alpha=paid.miners_rao,
        miners_share=paid.miners_rao / paid.whole_rao if paid.whole_rao else 0.0,
        alpha=alpha,
        price=paid.alpha_price_rao / RAO_PER_TAO,
        tao_value=worth(after, netuid, alpha) or 0,
        answer=to_json(paid),
    )
