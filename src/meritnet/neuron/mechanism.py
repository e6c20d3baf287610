"""What a subnet is: a task, a scoring rule and a reference miner. The engine owns all the rest.

A round of a mechanism, with the engine's part in brackets:

1. [the hash of a finalized block and the validator's secret give a seed] `challenge(seed)` makes the request;
2. miners get the request and answer with a commitment [deadline: `schedule.answer_timeout_s` after it was
   sent];
3. [the close of the commitments is block c; the outcome block is c + `schedule.outcome_delay_blocks`, whose
   hash nobody could know at the close] `outcome(request, challenge_seed, later_seed)` fixes what happened;
4. miners reveal answer and salt [`schedule.reveal_timeout_s`; checked with `commitment.opens`, `from_json`
   and `check`];
5. `score_many` gives every asked miner a `Score`, also the ones that are `Missing`;
6. [stored by hotkey] `aggregate` folds the score into the miner's `Standing`; who was not asked keeps its
   standing;
7. [once a tempo, mapped to uids and submitted] `weights` turns standings into weights.

A task that can be judged at once sets `schedule.commit` to False and `outcome_delay_blocks` to 0: steps 2
and 4 fall together and `outcome` gets the challenge's own seed. Everything but a miner's `answer` is pure:
the same arguments give the same result on every machine, so that anyone can replay a score from the
published seeds and answers.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Generic, Protocol, TypeVar

from meritnet.neuron.message import JsonValue, Message, read_int, read_number, read_object

RequestT = TypeVar("RequestT", bound=Message)
AnswerT = TypeVar("AnswerT", bound=Message)
OutcomeT = TypeVar("OutcomeT")
RequestIn = TypeVar("RequestIn", bound=Message, contravariant=True)
AnswerOut = TypeVar("AnswerOut", bound=Message, covariant=True)


class Missing(StrEnum):
    """Why an asked miner has no answer to score."""

    UNREACHABLE = "unreachable"
    """No connection, or an error instead of an answer."""
    LATE = "late"
    """The commitment or the reveal came after its deadline."""
    NOT_REVEALED = "not revealed"
    """The commitment was never opened, or what was revealed does not open it."""
    INVALID = "invalid"
    """What was revealed is no answer to the request: wrong shape, NaN, out of range."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the phases of a round happen."""

    answer_timeout_s: float
    """Time a miner has from the sending of a request to its commitment (or answer, without commitments)."""
    reveal_timeout_s: float = 2.0
    """Time a miner has to reveal once it is asked to."""
    round_blocks: int = 4
    """Blocks from one challenge of a validator to its next."""
    commit: bool = True
    """Whether miners commit first and reveal later."""
    outcome_delay_blocks: int = 2
    """Blocks from the close of the commitments to the block that fixes the outcome. At 2 the outcome block
    is not yet under construction when the commitments close."""
    requests_per_round: int = 1
    """Challenges that one validator sends in a round."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one round says about one miner."""

    value: float
    """How good the answer was, 0..1."""
    share: float = 1.0
    """Part of one reward that the answer is entitled to: 1/k when k miners gave the same answer."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A miner's record with one validator: exponentially weighted means of its scores."""

    total: float
    """Decayed sum of score values."""
    shares: float
    """Decayed sum of score shares."""
    mass: float
    """Decayed number of scores; total / mass is the mean."""
    rounds: int
    """Number of scores that went in."""

    @property
    def score(self) -> float:
        """The mean score value, 0..1."""
        return self.total / self.mass if self.mass > 0 else 0.0

    @property
    def share(self) -> float:
        """The mean share, 0..1; 1 for a miner whose answers nobody else gave."""
        return self.shares / self.mass if self.mass > 0 else 1.0

    def to_json(self) -> dict[str, JsonValue]:
        """Return the standing as JSON values, for the durable store."""
        return {"total": self.total, "shares": self.shares, "mass": self.mass, "rounds": self.rounds}

    @classmethod
    def from_json(cls, value: JsonValue) -> "Standing":
        """Return the standing that `to_json` described."""
        fields = read_object(value, "standing", ("total", "shares", "mass", "rounds"))
        return cls(
            total=read_number(fields["total"], "total", 0.0, 1e12),
            shares=read_number(fields["shares"], "shares", 0.0, 1e12),
            mass=read_number(fields["mass"], "mass", 0.0, 1e12),
            rounds=read_int(fields["rounds"], "rounds", 0, 2**53),
        )


class Miner(Protocol[RequestIn, AnswerOut]):
    """What answers requests: a model of ours, a stranger's program, a remote service."""

    async def answer(self, request: RequestIn) -> AnswerOut:
        """Return the answer to `request`. Whatever it raises makes the answer missing."""
        ...

    async def close(self) -> None:
        """Release what the miner holds; called once, when the host stops."""
        ...


class Mechanism(ABC, Generic[RequestT, OutcomeT, AnswerT]):
    """A subnet: name the message types; write challenge, outcome, score_many, mine and mixture."""

    name: ClassVar[str]
    """Short lower-case name; the path and command under which the subnet is known."""
    version: ClassVar[int]
    """Goes up whenever scores change; validators set it as the weights' version key."""
    schedule: ClassVar[Schedule]
    half_life_rounds: ClassVar[float] = 60.0
    """Rounds after which a score counts half in the standing."""

    request_type: type[RequestT]
    answer_type: type[AnswerT]

    @property
    def timeout_s(self) -> float:
        """Seconds a miner has for its answer."""
        return self.schedule.answer_timeout_s

    @abstractmethod
    def challenge(self, seed: bytes) -> RequestT:
        """Return the request that `seed` stands for."""

    @abstractmethod
    def outcome(self, request: RequestT, challenge_seed: bytes, later_seed: bytes) -> OutcomeT:
        """Return what the answers to `request` are judged against.

        `challenge_seed` made the request; `later_seed` comes from a block nobody knew when answers were due.
        """

    @abstractmethod
    def score_many(
        self, request: RequestT, outcome: OutcomeT, answers: Mapping[str, AnswerT | Missing]
    ) -> dict[str, Score]:
        """Return a score for every hotkey in `answers`, independent of their order."""

    @abstractmethod
    def mine(self, request: RequestT) -> AnswerT:
        """Return the reference miner's answer."""

    @abstractmethod
    def mixture(
        self, request: RequestT, answers: Mapping[str, AnswerT], weights: Mapping[str, float]
    ) -> AnswerT:
        """Return the one answer a consumer gets from several miners' answers, weighted by hotkey."""

    def check(self, request: RequestT, answer: AnswerT) -> None:
        """Raise InvalidMessage if a well-formed `answer` does not fit `request`; the default accepts all."""

    def aggregate(self, standing: Standing | None, score: Score) -> Standing:
        """Return the standing after one more score."""
        keep = 0.5 ** (1.0 / self.half_life_rounds)
        old = standing or Standing(0.0, 0.0, 0.0, 0)
        return Standing(
            total=old.total * keep + score.value,
            shares=old.shares * keep + score.share,
            mass=old.mass * keep + 1.0,
            rounds=old.rounds + 1,
        )

    def weights(self, standings: Mapping[str, Standing]) -> dict[str, float]:
        """Return weights that sum to 1, or all 0; the default is proportional to score times share."""
        rewards = {hotkey: standing.score * standing.share for hotkey, standing in standings.items()}
        total = sum(rewards.values())
        return {hotkey: reward / total if total > 0 else 0.0 for hotkey, reward in rewards.items()}


class ReferenceMiner(Generic[RequestT, OutcomeT, AnswerT]):
    """Answers with a mechanism's own `mine`, off the event loop."""

    def __init__(self, mechanism: Mechanism[RequestT, OutcomeT, AnswerT]) -> None:
        self.mechanism = mechanism

    async def answer(self, request: RequestT) -> AnswerT:
        """Return `mine(request)`, computed in a worker thread."""
        return await asyncio.to_thread(self.mechanism.mine, request)

    async def close(self) -> None:
        """Nothing is held."""
