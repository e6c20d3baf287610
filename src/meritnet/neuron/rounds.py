"""One round of a validator: challenge, commitments, outcome, reveals, scores.

The order is the protection: a challenge that nobody could foresee, answers fixed before the deadline, an
outcome from a block that did not exist then. See `mechanism` for the phases.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic

import orjson

from meritnet.neuron.chain import ChainClient, Endpoint
from meritnet.neuron.client import CallFailed, MinerClient, Reply
from meritnet.neuron.commitment import SALT_BYTES, challenge_seed, opens, outcome_seed
from meritnet.neuron.head_feed import HeadFeed
from meritnet.neuron.mechanism import AnswerT, Mechanism, Missing, OutcomeT, RequestT, Score
from meritnet.neuron.message import InvalidMessage, read_hex
from meritnet.neuron.receipts import Receipt

COMMITMENT_BYTES = 32
SEAL_MARGIN_S = 0.25
"""How long after the deadline reveals are asked: miners count from the moment the request reached them."""


@dataclass(frozen=True, slots=True)
class Target:
    """A miner to ask."""

    uid: int
    hotkey: str
    endpoint: Endpoint


@dataclass(frozen=True, slots=True)
class Played(Generic[RequestT]):
    """What one challenge brought."""

    request: RequestT
    scores: dict[str, Score]
    """Empty if the challenge says nothing about anyone."""
    missing: dict[str, Missing]
    seed: bytes
    seed_block: int
    outcome_block: int
    receipts: dict[str, Receipt]
    answered_s: dict[str, float]

    def evidence(self) -> dict[str, object]:
        """Return what allows anyone to replay the scores, given the answers and the revealed secret."""
        return {
            "seed": self.seed.hex(),
            "seed_block": self.seed_block,
            "outcome_block": self.outcome_block,
            "request": self.request.digest().hex(),
            "scores": {h: [score.value, score.share] for h, score in sorted(self.scores.items())},
            "missing": {hotkey: str(why) for hotkey, why in sorted(self.missing.items())},
            "receipts": {
                hotkey: {
                    "nonce": receipt.nonce,
                    "body": receipt.body_sha256.hex(),
                    "signature": receipt.signature.hex(),
                }
                for hotkey, receipt in sorted(self.receipts.items())
            },
        }


@dataclass(slots=True)
class Caller(Generic[RequestT, OutcomeT, AnswerT]):
    """Asks miners on behalf of one validator and judges what comes back."""

    mechanism: Mechanism[RequestT, OutcomeT, AnswerT]
    netuid: int
    client: MinerClient
    chain: ChainClient
    feed: HeadFeed
    secret: bytes = field(repr=False)
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    """How time passes between the asking and the deadline."""

    async def play(self, number: int, targets: Sequence[Target]) -> Played[RequestT]:
        """Play challenge `number` with the targets and return their scores."""
        schedule = self.mechanism.schedule
        start = await self.chain.finalized()
        seed = challenge_seed(start.hash, self.netuid, number, self.secret)
        request = await asyncio.to_thread(self.mechanism.challenge, seed)
        body = await asyncio.to_thread(self._body, request)
        sent = self.now()
        first = await self._all(targets, "/answer", body, schedule.answer_timeout_s)
        answered_s = {hotkey: reply.seconds for hotkey, reply in first.items() if isinstance(reply, Reply)}
        if not schedule.commit:
            later, outcome_block = seed, start.number
            answers, receipts = await asyncio.to_thread(self._read_plain, request, first)
        else:
            later, outcome_block, replies, commitments = await self._seal_and_reveal(
                request, sent, first, targets
            )
            answers, receipts = await asyncio.to_thread(self._open, request, first, commitments, replies)
        outcome = await asyncio.to_thread(self.mechanism.outcome, request, seed, later)
        scores = await asyncio.to_thread(self.mechanism.score_many, request, outcome, answers)
        missing = {hotkey: answer for hotkey, answer in answers.items() if isinstance(answer, Missing)}
        return Played(request, scores, missing, seed, start.number, outcome_block, receipts, answered_s)

    async def _seal_and_reveal(
        self,
        request: RequestT,
        sent: float,
        first: Mapping[str, Reply | Missing],
        targets: Sequence[Target],
    ) -> tuple[bytes, int, dict[str, Reply | Missing], dict[str, bytes]]:
        """Close the commitments, wait for the outcome's block, ask for the reveals."""
        schedule = self.mechanism.schedule
        commitments = read_commitments(first)
        # Not before every miner's deadline, even if all have answered: until then nobody may reveal.
        await self.sleep(max(0.0, sent + schedule.answer_timeout_s + SEAL_MARGIN_S - self.now()))
        close = await self.chain.head()
        outcome_block = close.number + schedule.outcome_delay_blocks
        await self.feed.reached(outcome_block)
        later = outcome_seed(await self.chain.block_hash(outcome_block), request)
        body = orjson.dumps(
            {
                "netuid": self.netuid,
                "mechanism": self.mechanism.name,
                "request_digest": request.digest().hex(),
            }
        )
        committed = [target for target in targets if target.hotkey in commitments]
        replies = await self._all(committed, "/reveal", body, schedule.reveal_timeout_s)
        return later, outcome_block, replies, commitments

    def _body(self, request: RequestT) -> bytes:
        return orjson.dumps(
            {"netuid": self.netuid, "mechanism": self.mechanism.name, "request": request.to_json()}
        )

    async def _all(
        self, targets: Sequence[Target], path: str, body: bytes, timeout_s: float
    ) -> dict[str, Reply | Missing]:
        replies = await asyncio.gather(*(self._one(target, path, body, timeout_s) for target in targets))
        return {target.hotkey: reply for target, reply in zip(targets, replies, strict=True)}

    async def _one(self, target: Target, path: str, body: bytes, timeout_s: float) -> Reply | Missing:
        """Return the reply of one miner or why there is none; one that asks for patience gets it once."""
        deadline = self.now() + timeout_s
        for attempt in (1, 2):
            left = deadline - self.now()
            try:
                return await self.client.call(target.endpoint, target.hotkey, path, body, left)
            except CallFailed as failed:
                wait_s = failed.retry_after_s
                if attempt == 1 and failed.status == 425 and wait_s is not None and wait_s < left:
                    await self.sleep(wait_s)
                    continue
                return Missing.LATE if failed.late else Missing.UNREACHABLE
        return Missing.LATE

    def _read_plain(
        self, request: RequestT, first: Mapping[str, Reply | Missing]
    ) -> tuple[dict[str, AnswerT | Missing], dict[str, Receipt]]:
        answers: dict[str, AnswerT | Missing] = {}
        receipts = {}
        for hotkey, reply in first.items():
            if isinstance(reply, Missing):
                answers[hotkey] = reply
                continue
            receipts[hotkey] = reply.receipt
            try:
                answers[hotkey] = self._answer(request, reply)
            except InvalidMessage:
                answers[hotkey] = Missing.INVALID
        return answers, receipts

    def _open(
        self,
        request: RequestT,
        first: Mapping[str, Reply | Missing],
        commitments: Mapping[str, bytes],
        replies: Mapping[str, Reply | Missing],
    ) -> tuple[dict[str, AnswerT | Missing], dict[str, Receipt]]:
        answers: dict[str, AnswerT | Missing] = {}
        receipts = {}
        for hotkey, commit_reply in first.items():
            reply = replies.get(hotkey)
            if isinstance(commit_reply, Missing):
                answers[hotkey] = commit_reply
            elif reply is None:
                answers[hotkey] = Missing.INVALID
            elif isinstance(reply, Missing):
                answers[hotkey] = Missing.LATE if reply is Missing.LATE else Missing.NOT_REVEALED
            else:
                receipts[hotkey] = reply.receipt
                answers[hotkey] = self._opened(request, hotkey, commitments[hotkey], reply)
        return answers, receipts

    def _opened(self, request: RequestT, hotkey: str, commitment: bytes, reply: Reply) -> AnswerT | Missing:
        try:
            salt = read_hex(reply.fields.get("salt"), "salt", SALT_BYTES)
            answer = self._answer(request, reply)
        except InvalidMessage:
            return Missing.INVALID
        return answer if opens(commitment, hotkey, request, answer, salt) else Missing.NOT_REVEALED

    def _answer(self, request: RequestT, reply: Reply) -> AnswerT:
        answer = self.mechanism.answer_type.from_json(reply.fields.get("answer"))
        self.mechanism.check(request, answer)
        return answer


def read_commitments(replies: Mapping[str, Reply | Missing]) -> dict[str, bytes]:
    """Return the commitments of those who sent one; what is no commitment is left out."""
    commitments = {}
    for hotkey, reply in replies.items():
        if isinstance(reply, Reply):
            try:
                value = read_hex(reply.fields.get("commitment"), "commitment", COMMITMENT_BYTES)
            except InvalidMessage:
                continue
            commitments[hotkey] = value
    return commitments
