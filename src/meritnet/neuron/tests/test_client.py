"""What the client takes from a miner: signed, in time, of bounded size; nothing else."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from meritnet.neuron import client as client_module
from meritnet.neuron.chain import Endpoint
from meritnet.neuron.client import CallFailed, MinerClient, Reply, read_seconds
from meritnet.neuron.listener import PortTaken, listening
from meritnet.neuron.receipts import sign_response
from meritnet.neuron.tests.fake_chain import Key

MINER, OTHER, SENDER = Key("m"), Key("other"), Key("sender")


def signed_by(key: Key, content: bytes, request: Request, **changes: object) -> Response:
    fields = {"nonce": int(request.headers["X-Bittensor-Nonce"]), "status": 200, "body": content, **changes}
    headers = sign_response(key, fields["nonce"], SENDER.ss58_address, fields["status"], fields["body"])  # type: ignore[arg-type]
    return Response(content, headers=headers)


async def call(handler: Callable[[Request], Awaitable[Response]], timeout_s: float = 60.0) -> Reply:
    app = Starlette(routes=[Route("/x", handler, methods=["POST"])])
    async with listening(app, "127.0.0.1", 0) as port, MinerClient(SENDER) as client:
        return await client.call(Endpoint("127.0.0.1", port), MINER.ss58_address, "/x", b"{}", timeout_s)


async def test_a_signed_answer_comes_with_its_receipt() -> None:
    async def handler(request: Request) -> Response:
        return signed_by(MINER, b'{"a":1}', request)

    reply = await call(handler)
    assert reply.fields == {"a": 1}
    assert reply.receipt.holds()
    assert reply.receipt.sender == SENDER.ss58_address


@pytest.mark.parametrize(
    ("key", "content", "changes"),
    [
        (OTHER, b"{}", {}),
        (MINER, b"{}", {"nonce": 1}),
        (MINER, b"{}", {"status": 201}),
        (MINER, b"{}", {"body": b"{ }"}),
        (MINER, b"[]", {}),
        (MINER, b"NaN", {}),
        (MINER, b"\xff", {}),
    ],
    ids=["another key", "nonce", "status", "body", "list", "nan", "bytes"],
)
async def test_answers_that_prove_nothing_or_are_no_object(
    key: Key, content: bytes, changes: dict[str, object]
) -> None:
    async def handler(request: Request) -> Response:
        return signed_by(key, content, request, **changes)

    with pytest.raises(CallFailed):
        await call(handler)


async def test_an_unsigned_answer_is_no_answer() -> None:
    async def handler(request: Request) -> Response:
        return Response(b'{"a":1}', headers={"X-Meritnet-Responder": MINER.ss58_address})

    with pytest.raises(CallFailed, match="Signature"):
        await call(handler)


async def test_the_deadline_covers_the_whole_call_and_says_late() -> None:
    async def handler(request: Request) -> Response:
        await asyncio.sleep(0.2)
        return signed_by(MINER, b"{}", request)

    with pytest.raises(CallFailed) as caught:
        await call(handler, timeout_s=0.05)
    assert caught.value.late


async def test_redirects_are_not_followed() -> None:
    async def handler(request: Request) -> Response:
        return RedirectResponse("http://127.0.0.1:9/elsewhere")

    with pytest.raises(CallFailed) as caught:
        await call(handler)
    assert caught.value.status == 307


async def test_an_endless_answer_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "MAX_ANSWER_BYTES", 1_000)

    async def handler(request: Request) -> Response:
        return signed_by(MINER, b" " * 1_001, request)

    with pytest.raises(CallFailed, match="longer than 1000 bytes"):
        await call(handler)


async def test_nobody_listening_is_unreachable_not_late() -> None:
    async with listening(Starlette(), "127.0.0.1", 0) as port:
        pass
    async with MinerClient(SENDER) as client:
        with pytest.raises(CallFailed, match="cannot be reached") as caught:
            await client.call(Endpoint("127.0.0.1", port), MINER.ss58_address, "/x", b"", 60.0)
    assert not caught.value.late


async def test_a_taken_port_is_named() -> None:
    async with listening(Starlette(), "127.0.0.1", 0) as port:
        with pytest.raises(PortTaken, match=f"127.0.0.1:{port}"):
            async with listening(Starlette(), "127.0.0.1", port):
                pass


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1.5", 1.5), ("0", 0.0), ("-1", None), ("nan", None), ("x", None), ("61", None), (None, None)],
)
def test_retry_after(text: str | None, seconds: float | None) -> None:
    assert read_seconds(text) == seconds
