"""The miner's server over real loopback HTTP: who gets what, and what is refused."""

import asyncio
import time
from collections.abc import Mapping

import aiohttp
import orjson
import pytest

from meritnet.neuron.auth import sign_request
from meritnet.neuron.chain import Endpoint
from meritnet.neuron.client import CallFailed, MinerClient
from meritnet.neuron.commitment import opens
from meritnet.neuron.server import Limits
from meritnet.neuron.tests.fake_chain import NETUID, FakeChain, Key, row
from meritnet.neuron.tests.market import (
    CONSUMER,
    PATIENCE_S,
    VALIDATOR,
    Broken,
    Clock,
    Honest,
    Misfit,
    ReverseNow,
    Slow,
    serving,
)
from meritnet.neuron.tests.test_message import Pair

MINER = Key("m")
REQUEST = Pair(1, "abc")


def body(request: object = None, **more: object) -> bytes:
    fields = {"netuid": NETUID, "mechanism": "reverse", "request": request or REQUEST.to_json(), **more}
    return orjson.dumps({name: value for name, value in fields.items() if value is not ...})


def reveal_body(request: Pair = REQUEST) -> bytes:
    return body(request=..., request_digest=request.digest().hex())


async def post(
    endpoint: Endpoint,
    path: str,
    content: bytes,
    headers: Mapping[str, str] | None = None,
    signer: Key = VALIDATOR,
    receiver: Key = MINER,
) -> tuple[int, dict[str, object], Mapping[str, str]]:
    """Send what a client of ours would not send."""
    if headers is None:
        headers = sign_request(signer, "POST", path, content, receiver.ss58_address)
    async with (
        aiohttp.ClientSession() as session,
        session.post(endpoint.url + path, data=content, headers=headers) as response,
    ):
        return response.status, await response.json(content_type=None), response.headers


async def test_commit_then_reveal_over_http() -> None:
    clock = Clock()
    async with (
        serving(FakeChain(), {"m": Honest()}, clock=clock) as (_, endpoint),
        MinerClient(VALIDATOR) as client,
    ):
        hotkey = MINER.ss58_address
        committed = await client.call(endpoint, hotkey, "/answer", body(), PATIENCE_S)
        commitment = bytes.fromhex(str(committed.fields["commitment"]))
        with pytest.raises(CallFailed) as early:
            await client.call(endpoint, hotkey, "/reveal", reveal_body(), PATIENCE_S)
        assert early.value.status == 425
        assert early.value.retry_after_s is not None
        await clock.sleep(early.value.retry_after_s)
        revealed = await client.call(endpoint, hotkey, "/reveal", reveal_body(), PATIENCE_S)
        answer = Pair.from_json(revealed.fields["answer"])
        assert answer == Pair(1, "cba")
        assert opens(commitment, hotkey, REQUEST, answer, bytes.fromhex(str(revealed.fields["salt"])))
        assert revealed.receipt.holds()


async def test_a_task_judged_at_once_is_answered_at_once() -> None:
    async with (
        serving(FakeChain(), {"m": Honest()}, ReverseNow()) as (_, endpoint),
        MinerClient(VALIDATOR) as client,
    ):
        reply = await client.call(endpoint, MINER.ss58_address, "/answer", body(), PATIENCE_S)
        assert reply.fields == {"answer": {"b": 1, "a": "cba"}}


async def test_consumers_ask_without_stake_but_not_what_is_sealed() -> None:
    async with serving(FakeChain(), {"m": Honest()}) as (_, endpoint), MinerClient(CONSUMER) as consumer:
        reply = await consumer.call(endpoint, MINER.ss58_address, "/ask", body(), PATIENCE_S)
        assert reply.fields == {"answer": {"b": 1, "a": "cba"}}
        async with MinerClient(VALIDATOR) as validator:
            await validator.call(endpoint, MINER.ss58_address, "/answer", body(), PATIENCE_S)
        with pytest.raises(CallFailed) as refused:
            await consumer.call(endpoint, MINER.ss58_address, "/ask", body(), PATIENCE_S)
        assert refused.value.status == 409


async def test_the_receiver_chooses_the_seat() -> None:
    async with serving(FakeChain(), {"m": Honest(), "n": Misfit()}) as (_, endpoint):
        _, first, _ = await post(endpoint, "/ask", body(), receiver=Key("m"))
        _, second, _ = await post(endpoint, "/ask", body(), receiver=Key("n"))
        assert (first, second) == ({"answer": {"b": 1, "a": "cba"}}, {"answer": {"b": 2, "a": "x"}})


async def test_every_route_needs_a_signature_and_says_nothing_about_why() -> None:
    async with serving(FakeChain(), {"m": Honest()}) as (server, endpoint):
        good = sign_request(VALIDATOR, "POST", "/answer", body(), MINER.ss58_address)
        cases: list[tuple[str, bytes, Mapping[str, str]]] = [
            ("/answer", body(), {}),
            ("/reveal", reveal_body(), {}),
            ("/ask", body(), {}),
            ("/answer", body() + b" ", good),
            ("/ask", body(), good),
            ("/answer?x=1", body(), good),
            ("/answer", body(), {**good, "X-Bittensor-Receiver": Key("other").ss58_address}),
        ]
        for path, content, headers in cases:
            status, answer, found = await post(endpoint, path, content, headers)
            assert (status, answer) == (401, {"error": "unauthorised"}), path
            assert "X-Meritnet-Signature" not in found
        assert server.seats[MINER.ss58_address].answered == 0


async def test_a_replayed_request_is_refused() -> None:
    async with serving(FakeChain(), {"m": Honest()}) as (_, endpoint):
        headers = sign_request(VALIDATOR, "POST", "/ask", body(), MINER.ss58_address)
        assert (await post(endpoint, "/ask", body(), headers))[0] == 200
        assert (await post(endpoint, "/ask", body(), headers))[0] == 401


async def test_a_late_or_early_nonce_is_refused() -> None:
    async with serving(FakeChain(), {"m": Honest()}) as (_, endpoint):
        # The exact bounds are held by the tests of `auth`; here a busy machine may take its time.
        for shift_s in (-3_600, 3_600):
            nonce = time.time_ns() + shift_s * 10**9
            headers = sign_request(VALIDATOR, "POST", "/ask", body(), MINER.ss58_address, nonce)
            assert (await post(endpoint, "/ask", body(), headers))[0] == 401


async def test_only_permit_stake_or_ownership_may_judge() -> None:
    chain = FakeChain()
    async with serving(chain, {"m": Honest()}) as (server, endpoint):
        status, answer, _ = await post(endpoint, "/answer", body(), signer=CONSUMER)
        assert status == 403
        assert CONSUMER.ss58_address in str(answer["error"])
        directory = server.seats[MINER.ss58_address].directory
        poor, permitted, owner = Key("poor"), Key("permitted"), Key("owner")
        chain.rows += [
            row(2, poor, stake_rao=directory.min_stake_rao - 1),
            row(3, permitted, validator_permit=True),
            row(4, owner),
        ]
        chain.set_rules(owner_hotkey=owner.ss58_address)
        await directory.refresh()
        assert (await post(endpoint, "/answer", body(), signer=poor))[0] == 403
        assert (await post(endpoint, "/answer", body(), signer=permitted))[0] == 200
        assert (await post(endpoint, "/answer", body(), signer=owner))[0] == 200


MALFORMED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b'{"netuid":NaN}',
    body(more=1),
    body(mechanism="other"),
    body(netuid=NETUID + 1),
    body(netuid=True),
    body(request={"a": "abc"}),
    body(request={"a": "abcd", "b": 1}),
    body(request={"a": "abc", "b": 1.5}),
    b"[" * 100_000,
    "ü".encode("latin-1"),
]


async def test_malformed_content_is_a_400_that_says_what_is_wrong() -> None:
    async with serving(FakeChain(), {"m": Honest()}) as (server, endpoint):
        for content in MALFORMED:
            status, answer, _ = await post(endpoint, "/answer", content)
            assert status == 400, content[:40]
            assert answer["error"]
        assert server.seats[MINER.ss58_address].answered == 0


async def test_an_oversize_body_is_refused_announced_or_not() -> None:
    async with serving(FakeChain(), {"m": Honest()}, limits=Limits(body_bytes=1_000)) as (_, endpoint):
        content = b" " * 1_001
        assert (await post(endpoint, "/ask", content))[0] == 413

        async def chunks() -> object:  # type: ignore[misc]
            yield content

        headers = sign_request(VALIDATOR, "POST", "/ask", content, MINER.ss58_address)
        async with (
            aiohttp.ClientSession() as session,
            session.post(endpoint.url + "/ask", data=chunks(), headers=headers) as response,
        ):
            assert response.status == 413


async def test_a_body_that_never_arrives_costs_a_408() -> None:
    async with serving(FakeChain(), {"m": Honest()}, limits=Limits(body_timeout_s=0.05)) as (_, endpoint):
        headers = sign_request(VALIDATOR, "POST", "/ask", b"", MINER.ss58_address)
        reader, writer = await asyncio.open_connection(endpoint.host, endpoint.port)
        lines = [f"{name}: {value}" for name, value in headers.items()]
        head = "\r\n".join(["POST /ask HTTP/1.1", "Host: m", "Content-Length: 10", *lines, "", ""])
        writer.write(head.encode() + b"half")
        assert (await asyncio.wait_for(reader.readline(), PATIENCE_S)).split()[1] == b"408"
        writer.close()


@pytest.mark.parametrize(("miner", "status"), [(Slow(), 504), (Broken(), 502)], ids=["slow", "broken"])
async def test_a_miner_that_is_late_or_raises_costs_its_host_nothing(miner: Honest, status: int) -> None:
    async with serving(FakeChain(), {"m": miner, "n": Honest()}) as (server, endpoint):
        found, answer, _ = await post(endpoint, "/ask", body())
        assert found == status
        assert "secret" not in str(answer)
        assert server.seats[MINER.ss58_address].failed == 1
        assert (await post(endpoint, "/ask", body(), receiver=Key("n")))[0] == 200


class Waiting(Honest):
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()

    async def answer(self, request: Pair) -> Pair:
        await self.go_on.wait()
        return await super().answer(request)


async def test_consumers_cannot_crowd_out_validators() -> None:
    miner = Waiting()
    async with serving(FakeChain(), {"m": miner, "n": Honest()}, limits=Limits(asking=1)) as (
        server,
        endpoint,
    ):
        waiting = asyncio.create_task(post(endpoint, "/ask", body()))
        while server._open["asking"] == 0:
            await asyncio.sleep(0.001)
        assert (await post(endpoint, "/ask", body(), receiver=Key("n")))[0] == 503
        assert (await post(endpoint, "/answer", body(), receiver=Key("n")))[0] == 200
        miner.go_on.set()
        assert (await waiting)[0] == 200
        assert server._open == {"asking": 0, "judging": 0}


async def test_a_consumer_that_asks_too_often_is_told_when_to_come_back() -> None:
    limits = Limits(asks_per_s=0.001, asks_burst=2)
    async with serving(FakeChain(), {"m": Honest(), "n": Honest()}, limits=limits) as (_, endpoint):
        assert [(await post(endpoint, "/ask", body()))[0] for _ in range(3)] == [200, 200, 429]
        _, answer, headers = await post(endpoint, "/ask", body())
        assert 900 < float(headers["retry-after"]) <= 1_000
        assert "0.001 requests a second" in str(answer["error"])
        # Another miner, another consumer, and validators at their work are not affected.
        assert (await post(endpoint, "/ask", body(), receiver=Key("n")))[0] == 200
        assert (await post(endpoint, "/ask", body(), signer=CONSUMER))[0] == 200
        assert (await post(endpoint, "/answer", body()))[0] == 200


async def test_nobody_uses_up_what_belongs_to_anothers_key() -> None:
    async with serving(FakeChain(), {"m": Honest()}, limits=Limits(asks_per_s=0.001, asks_burst=1)) as (
        _,
        endpoint,
    ):
        forged = sign_request(VALIDATOR, "POST", "/ask", body(), MINER.ss58_address)
        forged["X-Bittensor-Signature"] = "0x" + "00" * 64
        for _ in range(3):
            assert (await post(endpoint, "/ask", body(), forged))[0] == 401
        assert (await post(endpoint, "/ask", body()))[0] == 200


async def test_an_address_with_many_keys_is_bounded_too() -> None:
    limits = Limits(address_asks_per_s=0.001, address_asks_burst=2)
    async with serving(FakeChain(), {"m": Honest()}, limits=limits) as (_, endpoint):
        found = [(await post(endpoint, "/ask", body(), signer=Key(name)))[0] for name in ("x", "y", "z")]
        assert found == [200, 200, 429]


async def test_operators_pages() -> None:
    async with serving(FakeChain(), {"m": Honest()}) as (_, endpoint), aiohttp.ClientSession() as session:
        await post(endpoint, "/ask", body())
        await post(endpoint, "/ask", body(), {})
        async with session.get(endpoint.url + "/health") as response:
            assert await response.json() == {"ok": True, "miners": 1}
        async with session.get(endpoint.url + "/metrics") as response:
            page = await response.text()
        assert 'meritnet_neuron_requests_total{route="/ask",status="200"} 1.0' in page
        assert 'meritnet_neuron_auth_failures_total{reason="malformed"} 1.0' in page


async def test_a_reveal_that_was_never_promised_is_a_404() -> None:
    async with serving(FakeChain(), {"m": Honest()}) as (_, endpoint):
        assert (await post(endpoint, "/reveal", reveal_body()))[0] == 404
        assert (await post(endpoint, "/reveal", body(request=..., request_digest="zz")))[0] == 400
