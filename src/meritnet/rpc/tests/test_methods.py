"""Each method's result shape, checked against the wire facts through a real socket."""

from __future__ import annotations

import re

import pytest

from meritnet.primitives import ss58
from meritnet.primitives.hashing import blake2_256
from meritnet.rpc.limits import Limits
from meritnet.rpc.methods.custom import METHODS
from meritnet.rpc.server import RpcConfig, RpcServer
from meritnet.rpc.tests.fake_node import CODE_KEY, METADATA, FakeNode, extrinsic
from meritnet.rpc.tests.rpc_client import RpcClient, connect

ALICE = bytes(range(32))
KEY = bytes.fromhex("26aa394eea5630e07c48ae0c9558cef7") + b"\x01"


def hexed(raw: bytes) -> str:
    return "0x" + raw.hex()


async def test_block_hash_by_number_by_hex_text_and_without(node: FakeNode, client: RpcClient) -> None:
    head = node.produce()
    assert await client.call("chain_getBlockHash", 1) == hexed(head.hash)
    assert await client.call("chain_getBlockHash", "0x1") == hexed(head.hash)
    assert await client.call("chain_getBlockHash", [0, 1, 2]) == [
        hexed(node.genesis_hash()),
        hexed(head.hash),
        None,
    ]
    assert await client.call("chain_getBlockHash", 2) is None
    for method in ("chain_getBlockHash", "chain_getHead", "chain_getFinalizedHead"):
        assert await client.call(method) == hexed(head.hash)
    assert await client.call("chain_getBlockHash", None) == hexed(head.hash)


async def test_header_hashes_to_the_block_hash_and_shows_plain_hex(node: FakeNode, client: RpcClient) -> None:
    for _ in range(67):
        node.produce()
    header = await client.call("chain_getHeader", hexed(node.head().hash))
    assert header["number"] == "0x43"
    assert header["parentHash"] == hexed(node.block_hash(66) or b"")
    assert header["digest"]["logs"] == ["0x06" + b"aura".hex() + "20" + (67).to_bytes(8, "little").hex()]
    compact_number = (67 << 2 | 1).to_bytes(2, "little")
    logs = b"\x04" + bytes.fromhex(header["digest"]["logs"][0][2:])
    parts = [bytes.fromhex(header[name][2:]) for name in ("parentHash", "stateRoot", "extrinsicsRoot")]
    assert blake2_256(parts[0] + compact_number + parts[1] + parts[2] + logs) == node.head().hash


async def test_unknown_block_has_no_header_and_no_block(client: RpcClient) -> None:
    assert await client.call("chain_getHeader", "0x" + "ab" * 32) is None
    assert await client.call("chain_getBlock", "0x" + "ab" * 32) is None


async def test_block_shows_the_submitted_bytes_unchanged(node: FakeNode, client: RpcClient) -> None:
    raw = extrinsic(ALICE, 0, KEY, b"value")
    assert await client.call("author_submitExtrinsic", hexed(raw)) == hexed(blake2_256(raw))
    assert await client.call("author_pendingExtrinsics") == [hexed(raw)]
    head = node.produce()
    answer = await client.call("chain_getBlock", hexed(head.hash))
    assert answer["block"]["extrinsics"] == [hexed(raw)]
    assert answer["justifications"] is None
    assert answer["block"]["header"] == await client.call("chain_getHeader")
    assert await client.call("author_pendingExtrinsics") == []


async def test_storage_reads_at_head_and_in_the_past(node: FakeNode, client: RpcClient) -> None:
    old = node.produce({KEY: b"old"})
    node.produce({KEY: b"new"})
    for method in ("state_getStorage", "state_getStorageAt"):
        assert await client.call(method, hexed(KEY)) == hexed(b"new")
        assert await client.call(method, hexed(KEY), None) == hexed(b"new")
        assert await client.call(method, hexed(KEY), hexed(old.hash)) == hexed(b"old")
        assert await client.call(method, "0xdead") is None
    assert await client.call("state_getStorageSize", hexed(KEY)) == 3
    assert await client.call("state_getStorageHash", hexed(CODE_KEY)) == hexed(
        blake2_256(b"\x00code of the fake runtime")
    )
    assert await client.call("state_getStorageHash", "0xdead") is None
    assert await client.call("state_getStorageSize", "0xdead") is None


async def test_query_storage_keeps_absent_keys_and_lower_case(node: FakeNode, client: RpcClient) -> None:
    head = node.produce({KEY: b"v"})
    answer = await client.call("state_queryStorageAt", [hexed(KEY).upper().replace("0X", "0x"), "0xdead"])
    assert answer == [{"block": hexed(head.hash), "changes": [[hexed(KEY), hexed(b"v")], ["0xdead", None]]}]


async def test_keys_come_sorted_and_strictly_after_the_start(node: FakeNode, client: RpcClient) -> None:
    keys = [KEY[:16] + bytes([number]) for number in (9, 3, 250, 7)]
    node.produce(dict.fromkeys(keys, b"v"))
    in_order = [hexed(key) for key in sorted(keys)]
    prefix = hexed(KEY[:16])
    assert await client.call("state_getKeysPaged", prefix, 3) == in_order[:3]
    assert await client.call("state_getKeysPaged", prefix, 3, in_order[2]) == in_order[3:]
    assert await client.call("state_getKeysPaged", prefix, 1000, None, None) == in_order
    assert await client.call("state_getKeysPaged", prefix, 100, prefix) == in_order
    assert await client.call("state_getKeys", prefix) == in_order


async def test_keys_page_is_bounded(client: RpcClient) -> None:
    error = await client.fail("state_getKeysPaged", "0x", 1001)
    assert error["code"] == -32602
    assert "1000" in error["message"]


async def test_read_proof_names_its_block(node: FakeNode, client: RpcClient) -> None:
    head = node.produce({KEY: b"v"})
    assert await client.call("state_getReadProof", [hexed(KEY)]) == {
        "at": hexed(head.hash),
        "proof": [hexed(KEY + b"v")],
    }


@pytest.mark.parametrize("data", ["", "0x", ALICE.hex(), "0x" + ALICE.hex(), "0x" + ALICE.hex().upper()])
async def test_state_call_takes_data_with_and_without_prefix(client: RpcClient, data: str) -> None:
    answer = await client.call("state_call", "DelegateInfoRuntimeApi_get_delegates", data, None)
    argument = ALICE if len(data) > 2 else b""
    assert answer == hexed(b"DelegateInfoRuntimeApi_get_delegates" + argument)


async def test_metadata_is_v14_bytes(client: RpcClient) -> None:
    assert await client.call("state_getMetadata") == hexed(METADATA)


async def test_runtime_version_has_every_key_clients_read(node: FakeNode, client: RpcClient) -> None:
    expected = {
        "specName": "node-subtensor",
        "implName": "node-subtensor",
        "authoringVersion": 1,
        "specVersion": 461,
        "implVersion": 1,
        "apis": [["0xdf6acb689907609b", 5]],
        "transactionVersion": 1,
        "systemVersion": 1,
        "stateVersion": 1,
    }
    assert await client.call("state_getRuntimeVersion") == expected
    assert await client.call("state_getRuntimeVersion", hexed(node.genesis_hash())) == expected


async def test_nonce_counts_the_pool_and_takes_address_or_hex(node: FakeNode, client: RpcClient) -> None:
    await client.call("author_submitExtrinsic", hexed(extrinsic(ALICE, 0, KEY, b"v")))
    for method in ("account_nextIndex", "system_accountNextIndex"):
        assert await client.call(method, ss58.encode(ALICE)) == 1
        assert await client.call(method, hexed(ALICE)) == 1
        assert await client.call(method, ss58.encode(bytes(32))) == 0


async def test_payment_methods_decode_the_runtime_answer(client: RpcClient) -> None:
    raw = hexed(extrinsic(ALICE, 0, KEY, b"v"))
    assert await client.call("payment_queryInfo", raw, None) == {
        "weight": {"ref_time": 224_050_000, "proof_size": 3593},
        "class": "normal",
        "partialFee": "166247",
    }
    assert await client.call("payment_queryFeeDetails", raw) == {
        "inclusionFee": {"baseFee": hex(54_078), "lenFee": hex(144), "adjustedWeightFee": hex(112_025)}
    }
    assert (await client.fail("payment_queryInfo", "0x01"))["code"] == 1


async def test_system_methods_tell_facts(node: FakeNode, client: RpcClient) -> None:
    node.produce()
    assert await client.call("system_chain") == "Bittensor"
    assert await client.call("system_name") == "Subtensor Node"
    assert await client.call("system_version") == "0.1.0"
    assert await client.call("system_chainType") == "Local"
    assert await client.call("system_properties") == {
        "ss58Format": 42,
        "tokenDecimals": 9,
        "tokenSymbol": "TAO",
    }
    assert await client.call("system_health") == {"peers": 1, "isSyncing": False, "shouldHavePeers": False}
    assert await client.call("system_localPeerId") == "12D3KooWFake"
    assert await client.call("system_localListenAddresses") == ["/ip4/127.0.0.1"]
    assert await client.call("system_nodeRoles") == ["Authority"]
    assert await client.call("system_peers") == [
        {
            "peerId": "12D3KooWPeer",
            "roles": "AUTHORITY",
            "bestHash": hexed(node.genesis_hash()),
            "bestNumber": 7,
        }
    ]
    assert await client.call("system_syncState") == {
        "startingBlock": 0,
        "currentBlock": 1,
        "highestBlock": 7,
    }
    assert await client.call("chainSpec_v1_chainName") == "Bittensor"
    assert await client.call("chainSpec_v1_genesisHash") == hexed(node.genesis_hash())
    assert (await client.call("chainSpec_v1_properties"))["tokenSymbol"] == "TAO"


async def test_rpc_methods_lists_what_clients_need_and_nothing_partial(client: RpcClient) -> None:
    names = (await client.call("rpc_methods"))["methods"]
    assert names == sorted(set(names))
    assert {"account_nextIndex", "state_call", "author_submitAndWatchExtrinsic"} <= set(names)
    # polkadot-api 1 asks again without end if the follow is listed and one of the others is not.
    head = ["follow", "unfollow", "header", "body", "call", "storage", "continue", "stopOperation", "unpin"]
    assert {name for name in names if name.startswith("chainHead")} == {
        f"chainHead_v1_{name}" for name in head
    }
    assert {"transaction_v1_broadcast", "transaction_v1_stop"} <= set(names)
    assert not [name for name in names if re.match("eth_|net_|web3_", name)]


async def test_every_listed_method_answers_something_else_than_not_found(client: RpcClient) -> None:
    for name in (await client.call("rpc_methods"))["methods"]:
        answer = await client.answer(await client.send(name))
        assert answer.get("error", {}).get("code") != -32601, name


CUSTOM_ARGUMENTS: dict[str, tuple[list[object], bytes]] = {
    "delegateInfo_getDelegates": ([], b""),
    "delegateInfo_getDelegate": ([ss58.encode(ALICE)], ALICE),
    "neuronInfo_getNeuron": ([258, 3], b"\x02\x01\x03\x00"),
    "subnetInfo_getMechagraph": ([1, 2], b"\x01\x00\x02"),
    "subnetInfo_getSelectiveMetagraph": ([1, [0, 257]], b"\x01\x00\x08\x00\x00\x01\x01"),
    "subnetInfo_getColdkeyAutoStakeHotkey": ([ss58.encode(ALICE), 1], ALICE + b"\x01\x00"),
    "swap_simSwapTaoForAlpha": ([1, 10**9], b"\x01\x00" + (10**9).to_bytes(8, "little")),
}


@pytest.mark.parametrize("name", CUSTOM_ARGUMENTS)
async def test_custom_methods_pass_scale_arguments_and_return_numbers(client: RpcClient, name: str) -> None:
    arguments, encoded = CUSTOM_ARGUMENTS[name]
    assert bytes(await client.call(name, *arguments)) == METHODS[name][0].encode() + encoded


async def test_custom_methods_fail_with_code_one(node: FakeNode, client: RpcClient) -> None:
    gone = node.discard_state(0)
    node.produce()
    assert (await client.fail("subnetInfo_getLockCost", hexed(gone)))["code"] == 1


async def test_methods_without_their_runtime_api_are_not_served() -> None:
    node = FakeNode(missing_calls={"TransactionPaymentApi_query_fee_details"})
    with RpcServer(node, node, node, node, RpcConfig(port=0)) as server:
        async with connect(server.port) as client:
            names = (await client.call("rpc_methods"))["methods"]
            assert "payment_queryInfo" in names
            assert "payment_queryFeeDetails" not in names
            assert (await client.fail("payment_queryFeeDetails", "0x"))["code"] == -32601


async def test_pairs_are_answered_whole_or_not_at_all(node: FakeNode, client: RpcClient) -> None:
    node.produce(
        {b"k" + bytes([n]): bytes([n]) for n in range(200)} | {b"k" + bytes([7, n]): b"x" for n in range(100)}
    )
    pairs = await client.call("state_getPairs", "0x6b")
    assert len(pairs) == 300
    assert pairs == sorted(pairs)
    assert pairs[0] == ["0x6b00", "0x00"]
    assert await client.call("state_getPairs", "0x7a") == []


async def test_pairs_beyond_an_answer_are_refused() -> None:
    node = FakeNode()
    node.produce({b"k" + n.to_bytes(2, "big"): bytes(100) for n in range(500)})
    with RpcServer(node, node, node, node, RpcConfig(port=0, limits=Limits(response_bytes=50_000))) as server:
        async with connect(server.port) as client:
            error = await client.fail("state_getPairs", "0x6b")
            assert error["code"] == -32008
            assert "state_getKeysPaged" in error["message"]


async def test_changes_of_a_range_begin_with_all_values(node: FakeNode, client: RpcClient) -> None:
    refs = [node.produce(changes) for changes in ({b"a": b"1"}, {b"b": b"2"}, {b"x": b"0"}, {b"a": None})]
    hashes = ["0x" + ref.hash.hex() for ref in refs]
    keys = ["0x61", "0x62", "0x61"]
    assert await client.call("state_queryStorage", keys, hashes[0]) == [
        {"block": hashes[0], "changes": [["0x61", "0x31"], ["0x62", None]]},
        {"block": hashes[1], "changes": [["0x62", "0x32"]]},
        {"block": hashes[3], "changes": [["0x61", None]]},
    ]
    assert len(await client.call("state_queryStorage", keys, hashes[0], hashes[1])) == 2
    assert (await client.fail("state_queryStorage", keys, hashes[1], hashes[0]))["code"] == -32602
    unknown = "0x" + "ab" * 32
    assert (await client.fail("state_queryStorage", keys, unknown))["code"] == 4003


async def test_a_range_is_bounded_in_values() -> None:
    node = FakeNode()
    hashes = ["0x" + node.produce().hash.hex() for _ in range(6)]
    with RpcServer(node, node, node, node, RpcConfig(port=0, limits=Limits(queried_changes=10))) as server:
        async with connect(server.port) as client:
            assert await client.call("state_queryStorage", ["0x61", "0x62"], hashes[1])
            assert (await client.fail("state_queryStorage", ["0x61", "0x62"], hashes[0]))["code"] == -32602


async def test_extrinsics_are_removed_by_hash_or_bytes(node: FakeNode, client: RpcClient) -> None:
    raws = [extrinsic(ALICE, nonce, b"k", b"v") for nonce in range(3)]
    hashes = ["0x" + node.submit(raw, "external").hex() for raw in raws]
    named = [{"hash": hashes[0]}, {"extrinsic": "0x" + raws[2].hex()}, {"hash": "0x" + "ab" * 32}]
    assert await client.call("author_removeExtrinsic", named) == [hashes[0], hashes[2]]
    assert node.pending() == [raws[1]]
    for bad in ([{}], [hashes[1]], [{"hash": hashes[1], "extrinsic": "0x"}], [{"hash": "0x12"}]):
        assert (await client.fail("author_removeExtrinsic", bad))["code"] == -32602


async def test_a_dry_run_returns_what_the_runtime_says(node: FakeNode, client: RpcClient) -> None:
    for name in ("system_dryRun", "system_dryRunAt"):
        assert (
            await client.call(name, "0x1234") == "0x" + (b"BlockBuilder_apply_extrinsic" + b"\x12\x34").hex()
        )


async def test_without_a_dry_run_in_the_runtime_there_is_none() -> None:
    node = FakeNode(missing_calls={"BlockBuilder_apply_extrinsic"})
    with RpcServer(node, node, node, node, RpcConfig(port=0)) as server:
        async with connect(server.port) as client:
            assert (await client.fail("system_dryRun", "0x"))["code"] == -32601
