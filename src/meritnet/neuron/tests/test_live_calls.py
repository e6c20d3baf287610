"""What is sent, how, and again after which refusals: over a client that only remembers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from bittensor import ChainError, ExtrinsicResult

from meritnet.neuron import intents, live_calls
from meritnet.neuron.chain import ChainRefused, ChainUnreachable
from meritnet.neuron.live_calls import EnvelopeEmpty, LiveCalls
from meritnet.neuron.networks import UnknownGenesis
from meritnet.neuron.tests.fake_chain import NETUID, Key

COLD, HOT = Key("cold"), Key("hot").ss58_address
RAW = b"extrinsic"
STAKE = intents.stake(NETUID, HOT, 5, None)
SERVE = intents.serve(NETUID, "10.1.2.3", 80)


def landed(**data: object) -> ExtrinsicResult:
    return ExtrinsicResult(True, block_hash="0x01", extrinsic_id="12-0001", data=dict(data))


def refused(name: str | None, **data: object) -> ExtrinsicResult:
    return ExtrinsicResult(False, message="no", error=ChainError("no", name), data=dict(data))


EMPTY = refused(None, shielded=True, inner_extrinsic_hash="0x02")


class Raw:
    """Gives a block with two extrinsics."""

    async def rpc_request(self, _method: str, _params: list[object]) -> Mapping[str, object]:
        return {"result": {"block": {"extrinsics": ["0x00", "0x" + RAW.hex()]}}}


@dataclass
class Substrate:
    """Gives a key of the shield after some questions, or never."""

    keys: list[bytes | None]
    raw: Raw = field(default_factory=Raw)

    async def mev_next_key(self) -> bytes | None:
        return self.keys.pop(0) if len(self.keys) > 1 else self.keys[0]


@dataclass
class Client:
    """Remembers how each intent was sent, and answers with what it was given."""

    answers: list[Any]  # Any: results, or errors to raise
    _substrate: Substrate = field(default_factory=lambda: Substrate([b"key"]))
    sent: list[tuple[str, str]] = field(default_factory=list)
    closed: bool = False
    number: int = 0

    async def block(self) -> int:
        self.number += 1
        return self.number

    async def block_time(self) -> float:
        return 0.0

    async def _answer(self, how: str, what: str) -> ExtrinsicResult:
        self.sent.append((how, what))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, ExtrinsicResult)
        return answer

    async def execute(self, intent: Any, _signer: object, **_: object) -> ExtrinsicResult:
        return await self._answer("open", intent.op)

    async def submit_shielded(self, intent: Any, _signer: object, **_: object) -> ExtrinsicResult:
        return await self._answer("shielded", intent.op)

    async def submit_call(self, call: Any, _signer: object, **_: object) -> ExtrinsicResult:
        return await self._answer("raw", ".".join(call[:2]))

    async def compose(self, call: Any) -> Any:
        return call

    async def close(self) -> None:
        self.closed = True


def calls_over(*answers: object, expected: str | None = "0x00") -> tuple[LiveCalls, Client]:
    client = Client(list(answers))
    calls = LiveCalls("ws://nowhere", expected)
    calls._client = client  # type: ignore[assignment]
    return calls, client


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_calls, "NONCE_WAIT_S", 0.0)


async def test_what_the_client_shields_is_shielded_and_nothing_else() -> None:
    calls, client = calls_over(landed(shielded=True), landed(shielded=True), landed(), landed())
    assert (await calls.execute(intents.register(NETUID, HOT, 5), COLD)).shielded
    assert (await calls.execute(STAKE, COLD)).shielded
    assert not (await calls.execute(SERVE, COLD)).shielded
    await calls.sudo([("sudo_set_tempo", {"netuid": NETUID, "tempo": 9})], COLD)
    assert client.sent == [
        ("shielded", "burned_register"),
        ("shielded", "add_stake"),
        ("open", "serve_axon"),
        ("raw", "Sudo.sudo"),
    ]


async def test_where_it_landed_and_what_opens_it_is_told() -> None:
    calls, _ = calls_over(landed(reveal_round=77, netuid=3))
    done = await calls.execute(intents.set_weights(NETUID, [1], [2], 0), COLD)
    assert (done.block, done.extrinsic_index, done.reveal_round, done.netuid) == (12, 1, 77, 3)
    assert done.extrinsic_hash == "0x" + hashlib.blake2b(RAW, digest_size=32).hexdigest()


async def test_a_taken_nonce_and_a_late_envelope_are_sent_again() -> None:
    calls, client = calls_over(refused("Usurped"), refused("Dropped"), EMPTY, landed(shielded=True))
    assert (await calls.execute(STAKE, COLD)).block == 12
    assert len(client.sent) == 4


async def test_an_envelope_that_stays_empty_is_given_up() -> None:
    calls, client = calls_over(*[EMPTY] * live_calls.NONCE_ATTEMPTS)
    with pytest.raises(EnvelopeEmpty, match="send it again"):
        await calls.execute(STAKE, COLD)
    assert len(client.sent) == live_calls.NONCE_ATTEMPTS


async def test_other_refusals_are_not_sent_again() -> None:
    calls, client = calls_over(refused("SubtokenDisabled", shielded=True, inner_extrinsic_hash="0x02"))
    with pytest.raises(ChainRefused, match="start_call") as caught:
        await calls.execute(STAKE, COLD)
    assert caught.value.reason == "SubtokenDisabled"
    assert len(client.sent) == 1
    calls, client = calls_over()
    with pytest.raises(ChainRefused, match="Unknown op"):
        await calls.execute(intents.Intent("fly"), COLD)
    assert client.sent == []


async def test_the_shields_key_is_waited_for_and_its_lack_is_said() -> None:
    calls, client = calls_over(landed(shielded=True))
    client._substrate = Substrate([None, None, b"key"])
    assert (await calls.execute(STAKE, COLD)).shielded
    client._substrate = Substrate([None])
    with pytest.raises(ChainRefused, match="no key of the shield"):
        await calls.execute(STAKE, COLD)
    assert len(client.sent) == 1


async def test_a_broken_connection_is_dropped_and_an_unnamed_chain_gets_no_signature() -> None:
    calls, client = calls_over(OSError("broken pipe"))
    with pytest.raises(ChainUnreachable, match="broken pipe"):
        await calls.execute(SERVE, COLD)
    assert client.closed
    calls, client = calls_over(landed(), expected=None)
    with pytest.raises(UnknownGenesis, match="--genesis"):
        await calls.execute(SERVE, COLD)
    assert client.sent == []
