"""Asks the best miners of a subnet on behalf of a consumer."""

import asyncio
from dataclasses import dataclass
from typing import Generic

import orjson

from meritnet.neuron.chain import Metagraph, NeuronRow, Signer
from meritnet.neuron.client import CallFailed, MinerClient
from meritnet.neuron.mechanism import AnswerT, Mechanism, OutcomeT, RequestT
from meritnet.neuron.message import InvalidMessage
from meritnet.neuron.receipts import Receipt
from meritnet.primitives.errors import NotFound

MARGIN_S = 1.0
"""Time for the way there and back, beyond what the miner has for its answer."""


class NobodyAnswered(NotFound):
    """No miner of the subnet gave an answer that fits the request."""


@dataclass(frozen=True, slots=True)
class Asked(Generic[AnswerT]):
    """The answers by uid, with the weight and the receipt of each, and why others are missing."""

    answers: dict[int, AnswerT]
    weights: dict[int, float]
    receipts: dict[int, Receipt]
    failures: dict[int, str]


def best_miners(metagraph: Metagraph, most: int) -> list[NeuronRow]:
    """Return the serving miners with the highest incentive, best first; those without any are left out."""
    paid = [row for row in metagraph.neurons if row.endpoint is not None and row.incentive > 0]
    return sorted(paid, key=lambda row: (-row.incentive, row.uid))[:most]


async def ask(
    signer: Signer,
    metagraph: Metagraph,
    mechanism: Mechanism[RequestT, OutcomeT, AnswerT],
    request: RequestT,
    most: int,
) -> Asked[AnswerT]:
    """Return what the best `most` miners answer to `request`.

    Raises: NobodyAnswered with the reasons if nobody did.
    """
    chosen = best_miners(metagraph, most)
    if not chosen:
        raise NobodyAnswered(
            f"no miner on netuid {metagraph.netuid} serves and earns incentive at block {metagraph.block}; "
            "wait for the end of an epoch in which validators set weights"
        )
    body = orjson.dumps(
        {"netuid": metagraph.netuid, "mechanism": mechanism.name, "request": request.to_json()}
    )
    asked: Asked[AnswerT] = Asked({}, {}, {}, {})
    async with MinerClient(signer) as client:
        await asyncio.gather(*(_one(client, row, mechanism, request, body, asked) for row in chosen))
    if not asked.answers:
        reasons = "; ".join(f"uid {uid}: {why}" for uid, why in sorted(asked.failures.items()))
        raise NobodyAnswered(f"none of {len(chosen)} miners on netuid {metagraph.netuid} answered: {reasons}")
    return asked


async def _one(
    client: MinerClient,
    row: NeuronRow,
    mechanism: Mechanism[RequestT, OutcomeT, AnswerT],
    request: RequestT,
    body: bytes,
    asked: Asked[AnswerT],
) -> None:
    assert row.endpoint is not None
    try:
        reply = await client.call(row.endpoint, row.hotkey, "/ask", body, mechanism.timeout_s + MARGIN_S)
        answer = mechanism.answer_type.from_json(reply.fields.get("answer"))
        mechanism.check(request, answer)
    except (CallFailed, InvalidMessage) as error:
        asked.failures[row.uid] = str(error)
        return
    asked.answers[row.uid] = answer
    asked.weights[row.uid] = row.incentive
    asked.receipts[row.uid] = reply.receipt
