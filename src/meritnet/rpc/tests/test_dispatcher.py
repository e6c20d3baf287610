"""JSON-RPC itself: ids, notifications, batches, malformed input and error objects, through a real socket."""

from __future__ import annotations

import aiohttp
import orjson
import pytest

from meritnet.rpc.limits import Limits
from meritnet.rpc.server import RpcConfig, RpcServer
from meritnet.rpc.tests.fake_node import FakeNode, extrinsic
from meritnet.rpc.tests.rpc_client import RpcClient, connect

ALICE = bytes(range(32))


def request(request_id: object, method: str = "system_chain", params: object = ()) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": request_id, "method": method, "params": params}


def text(value: object) -> str:
    return orjson.dumps(value).decode()


@pytest.mark.parametrize("request_id", [1, "PP1", None, 1.5, -(2**63), 2**63 - 1, "", "ü"])
async def test_id_comes_back_unchanged(client: RpcClient, request_id: object) -> None:
    answer = await client.raw(text(request(request_id)))
    assert answer == {"jsonrpc": "2.0", "id": request_id, "result": "Bittensor"}
    assert type(answer["id"]) is type(request_id)


async def test_request_without_params_and_in_a_binary_frame_is_answered(client: RpcClient) -> None:
    message = b'{"jsonrpc":"2.0","id":7,"method":"system_chain"}'
    assert (await client.raw(message))["result"] == "Bittensor"


@pytest.mark.parametrize(
    "message, code",
    [
        ("", -32700),
        ("{", -32700),
        ('{"jsonrpc":"2.0","id":1,"method":"a","params":[NaN]}', -32700),
        ("[" * 100_000, -32700),
        ('{"a":' * 5_000, -32700),
        ('"\\ud800"', -32700),
        ("1", -32600),
        ("null", -32600),
        ("[]", -32600),
        ("{}", -32600),
        ("[" * 900 + "]" * 900, -32600),
        (text({"id": 1, "method": "system_chain"}), -32600),
        (text({"jsonrpc": "1.0", "id": 1, "method": "system_chain"}), -32600),
        (text({"jsonrpc": "2.0", "id": 1, "method": 5}), -32600),
        (text(request([1])), -32600),
        (text(request(True)), -32600),
        (text(request({})), -32600),
        ('{"jsonrpc":"2.0","id":18446744073709551616,"method":"system_chain"}', -32600),
        (text(request(1, "eth_chainId")), -32601),
        (text(request(1, "x" * 100_000)), -32601),
        (text(request(1, "state_getStorage", {"key": "0x"})), -32602),
        (text(request(1, "state_getStorage", "0x")), -32602),
    ],
)
async def test_malformed_message_gets_its_code(client: RpcClient, message: str, code: int) -> None:
    answer = await client.raw(message)
    if isinstance(answer, list):
        (answer,) = answer
    assert answer["error"]["code"] == code
    assert len(answer["error"]["message"]) < 300
    assert await client.call("system_chain") == "Bittensor"


@pytest.mark.parametrize(
    "method, params, parts",
    [
        ("state_getStorage", [], ["`key` (position 0) is missing"]),
        ("state_getStorage", ["0xabc"], ["`key`", '"0xabc"', "even number of hex digits"]),
        ("state_getStorage", ["0xa b"], ["`key`"]),
        ("state_getStorage", [7], ["`key`", "is 7"]),
        ("chain_getHeader", ["0x12"], ["`hash` (position 0)", '"0x12"', "64 hex digits"]),
        ("chain_getHeader", ["zz" * 32], ["`hash`", "(64 characters)"]),
        ("chain_getBlockHash", [-1], ["`number`", "is -1", "4294967295"]),
        ("chain_getBlockHash", [2**32], ["`number`", str(2**32)]),
        ("chain_getBlockHash", ["0x1000000000000000000"], ["`number`"]),
        ("chain_getBlockHash", ["0x"], ["`number`"]),
        ("chain_getBlockHash", [True], ["`number`", "true"]),
        ("chain_getBlockHash", [1.0], ["`number`", "1.0"]),
        ("chain_getBlockHash", [[0] * 1001], ["`number`", "1000"]),
        ("account_nextIndex", ["5Grw"], ["`account`", "SS58"]),
        ("account_nextIndex", [None], ["`account`", "null"]),
        ("state_call", [1, "0x"], ["`method`", "a text"]),
        ("state_queryStorageAt", ["0x"], ["`keys`", "an array"]),
        ("state_queryStorageAt", [["0x", 5]], ["`keys`", "place 1 is 5"]),
        ("neuronInfo_getNeuron", [65536, 0], ["`netuid`", "65536", "65535"]),
        ("author_submitExtrinsic", [None], ["`extrinsic`", "null"]),
    ],
)
async def test_bad_parameter_is_named_with_value_and_bound(
    client: RpcClient, method: str, params: list[object], parts: list[str]
) -> None:
    error = await client.fail(method, *params)
    assert error["code"] == -32602
    for part in parts:
        assert part in error["message"]


async def test_surplus_parameters_are_ignored(client: RpcClient) -> None:
    assert await client.call("system_chain", None, "surplus", 3) == "Bittensor"


async def test_notification_is_carried_out_but_not_answered(node: FakeNode, client: RpcClient) -> None:
    raw = "0x" + extrinsic(ALICE, 0, b"k", b"v").hex()
    for method, params in (
        ("author_submitExtrinsic", [raw]),
        ("no_such_method", []),
        ("state_getStorage", [5]),
        ("chain_subscribeNewHeads", []),
        ("chain_unsubscribeNewHeads", ["s1"]),
        ("state_call", ["No_such", "0x"]),
    ):
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        await client.socket.send_str(text(message))
    assert (await client.raw(text(request(9))))["id"] == 9
    while not node.pending():
        await client.call("system_chain")


async def test_batch_of_mixed_validity_answers_each_item(client: RpcClient) -> None:
    items: list[object] = [
        request(1),
        request(2, "state_call", ["NeuronInfoRuntimeApi_get_neurons_lite", "0x0100"]),
        {"jsonrpc": "2.0", "method": "system_chain"},
        5,
        request("x", "nothing"),
        request(3, "chain_getHeader", ["0x"]),
        request(4, "chain_subscribeNewHeads"),
    ]
    answer = await client.raw(text(items))
    by_id = {item["id"]: item for item in answer}
    assert len(answer) == 6
    assert by_id[1]["result"] == "Bittensor"
    assert by_id[2]["result"].startswith("0x")
    assert by_id[None]["error"]["code"] == -32600
    assert by_id["x"]["error"]["code"] == -32601
    assert by_id[3]["error"]["code"] == -32602
    push = await client.next_message()
    assert push["params"]["subscription"] == by_id[4]["result"]


async def test_batch_of_notifications_is_not_answered(client: RpcClient) -> None:
    await client.socket.send_str(text([{"jsonrpc": "2.0", "method": "system_chain"}]))
    assert (await client.raw(text(request(1))))["id"] == 1


async def test_batch_size_is_bounded(client: RpcClient) -> None:
    assert len(await client.raw(text([request(number) for number in range(1000)]))) == 1000
    assert (await client.raw(text([request(number) for number in range(1001)])))["error"]["code"] == -32010


async def test_answers_larger_than_the_limit_become_errors() -> None:
    node = FakeNode()
    node.produce({b"big": bytes(600), b"small": bytes(100)})
    config = RpcConfig(port=0, limits=Limits(response_bytes=1000))
    big, small = "0x" + b"big".hex(), "0x" + b"small".hex()
    with RpcServer(node, node, node, node, config) as server:
        async with connect(server.port) as client:
            for method, params in (("state_getStorage", [big]), ("state_queryStorageAt", [[big]])):
                assert (await client.fail(method, *params))["code"] == -32008
            assert len(await client.call("state_getStorage", small)) == 202
            for method, params in (("state_getStorage", [small]), ("state_queryStorageAt", [[small]])):
                answer = await client.raw(text([request(number, method, params) for number in range(20)]))
                assert answer["error"]["code"] == -32008
            node.produce({b"k" + bytes([number]): b"" for number in range(200)})
            assert (await client.fail("state_getKeys", "0x6b"))["code"] == -32008


async def test_state_errors_have_the_texts_clients_match(node: FakeNode, client: RpcClient) -> None:
    gone = "0x" + node.discard_state(0).hex()
    node.produce()
    unknown = "0x" + "ab" * 32
    for method, params in (
        ("state_getStorage", ["0x00"]),
        ("state_queryStorageAt", [["0x00"]]),
        ("state_call", ["NeuronInfoRuntimeApi_get_neurons_lite", "0100"]),
        ("state_getKeysPaged", ["0x", 10, None]),
        ("state_getMetadata", []),
    ):
        error = await client.fail(method, *params, gone)
        assert error == {
            "code": 4003,
            "message": f"Client error: Api called for an unknown Block: State already discarded for {gone}",
        }
        error = await client.fail(method, *params, unknown)
        assert error["code"] == 4003
        assert error["message"].startswith("Client error: Api called for an unknown Block: ")
        assert unknown in error["message"]


async def test_missing_runtime_method_has_the_text_clients_match(client: RpcClient) -> None:
    error = await client.fail("state_call", "Metadat_metadata_at_version", "0x0f000000")
    assert error["code"] == 4003
    assert error["message"] == "Client error: Exported method Metadat_metadata_at_version is not found"


async def test_pool_rejections_keep_code_message_and_data(client: RpcClient) -> None:
    raw = "0x" + extrinsic(ALICE, 0, b"k", b"v").hex()
    tx_hash = await client.call("author_submitExtrinsic", raw)
    for method in ("author_submitExtrinsic", "author_submitAndWatchExtrinsic"):
        assert await client.fail(method, raw) == {
            "code": 1013,
            "message": "Transaction Already Imported",
            "data": tx_hash,
        }
        assert await client.fail(method, "0x" + extrinsic(ALICE, 0, b"k", b"w").hex()) == {
            "code": 1010,
            "message": "Invalid Transaction",
            "data": "Transaction is outdated",
        }
        error = await client.fail(method, "0xff")
        assert error["code"] == 1001
        assert error["message"].startswith("Extrinsic has invalid format: ")
        assert "data" not in error


async def test_a_failing_handler_is_an_internal_error_and_is_logged(
    node: FakeNode, client: RpcClient, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("secret detail")

    node.on_call = fail
    error = await client.fail("state_call", "NeuronInfoRuntimeApi_get_neurons_lite", "0x0100")
    assert error["code"] == -32603
    assert "secret" not in error["message"]
    assert "method=state_call" in caplog.text
    assert "secret detail" in caplog.text
    assert await client.call("system_chain") == "Bittensor"


async def test_http_answers_calls_batches_and_notifications(server: RpcServer) -> None:
    url = f"http://127.0.0.1:{server.port}/"
    async with aiohttp.ClientSession() as session:
        async with session.post(url, json=request(5)) as response:
            assert response.status == 200
            assert response.content_type == "application/json"
            assert await response.json() == {"jsonrpc": "2.0", "id": 5, "result": "Bittensor"}
        async with session.post(url, json=[request(1), request(2, "chain_getBlock")]) as response:
            assert [item["id"] for item in await response.json()] == [1, 2]
        async with session.post(url, json={"jsonrpc": "2.0", "method": "system_chain"}) as response:
            assert response.status == 204
            assert await response.read() == b""
        async with session.post(url, data=b"\xff{") as response:
            assert (await response.json())["error"]["code"] == -32700
        async with session.post(url, json=request(1, "chain_subscribeNewHeads")) as response:
            assert "WebSocket" in (await response.json())["error"]["message"]
        async with session.post(url, json=request(1, "chain_unsubscribeNewHeads", ["s1"])) as response:
            assert (await response.json())["result"] is False
        async with session.get(url) as response:
            assert response.status == 405
