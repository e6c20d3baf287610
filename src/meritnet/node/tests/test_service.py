"""A node starts, answers, stops and goes on; what it cannot do it says in one sentence."""

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from meritnet.codec import Case
from meritnet.crypto.dev_keys import keypair
from meritnet.engine.clock import ManualClock
from meritnet.engine.pool.journal import JournalFull
from meritnet.node.config import NodeConfig
from meritnet.node.service import FolderUnusable, Node, PortUnavailable, open_chain
from meritnet.runtime.pallets.balances import accounts
from meritnet.state.errors import StoreLocked
from meritnet.testing.signing import sign

TAO = 10**9


def config(folder: Path | None, **more: Any) -> NodeConfig:
    return NodeConfig(state=folder, port=0, mode="manual", genesis_salt="test", **more).check()


@contextmanager
def running(folder: Path | None, **more: Any) -> Iterator[tuple[Node, int]]:
    node = Node(config(folder, **more), clock=ManualClock())
    port = node.start()
    try:
        yield node, port
    finally:
        node.stop()


def post(port: int, method: str, *params: object) -> dict[str, Any]:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}", body, {"Content-Type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


def get(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as response:
        return str(response.read().decode())


def transfer(node: Node, nonce: int) -> str:
    call = node.runtime.assembly.call(
        "Balances", "transfer_keep_alive", Case("Id", (keypair("//Bob").account,)), TAO
    )
    return "0x" + sign(node.runtime, call, "//Alice", nonce).hex()


def test_a_transfer_through_rpc_is_in_the_next_block_and_there_after_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as (node, port):
        raw = transfer(node, 0)
        post(port, "author_submitExtrinsic", raw)
        node.engine.step()
        head = post(port, "chain_getBlockHash")["result"]
        assert raw in post(port, "chain_getBlock", head)["result"]["block"]["extrinsics"]
        genesis = post(port, "chain_getBlockHash", 0)["result"]
    with running(tmp_path) as (_, port):
        assert post(port, "chain_getBlockHash", 0)["result"] == genesis
        assert post(port, "chain_getBlockHash", 1)["result"] == head
        assert raw in post(port, "chain_getBlock", head)["result"]["block"]["extrinsics"]


def test_waiting_transactions_survive_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as (node, port):
        raws = [transfer(node, nonce) for nonce in range(3)]
        for raw in raws:
            post(port, "author_submitExtrinsic", raw)
    with running(tmp_path) as (node, port):
        assert post(port, "author_pendingExtrinsics")["result"] == raws
        node.engine.step()
        assert post(port, "author_pendingExtrinsics")["result"] == []


def test_what_the_journal_cannot_keep_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_raw: bytes) -> None:
        raise JournalFull("journal x cannot grow: No space left on device; free space on that disk")

    with running(tmp_path) as (node, port):
        assert node.journal is not None
        monkeypatch.setattr(node.journal, "add", full)
        answer = post(port, "author_submitExtrinsic", transfer(node, 0))
        assert answer["error"]["code"] == 1016
        assert "disk is full" in answer["error"]["data"]
        assert len(node.pool) == 0


def test_health_and_metrics_tell_of_the_chain() -> None:
    with running(None) as (node, port):
        node.engine.step()
        assert json.loads(get(port, "/health")) == {"status": "ok", "height": 1, "failure": None}
        metrics = get(port, "/metrics")
        assert "meritnet_block_height 1.0" in metrics
        assert (
            'meritnet_extrinsics_total{kind="inherent"} 3.0' in metrics
        )  # moment, shield key, round of the local beacon


def test_health_says_why_no_blocks_are_made() -> None:
    with running(None) as (node, port):
        node.engine.failure = RuntimeError("out of paper")
        with pytest.raises(urllib.error.HTTPError) as caught:
            get(port, "/health")
        assert caught.value.code == 503
        assert "out of paper" in caught.value.read().decode()


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        node = Node(NodeConfig(state=tmp_path, port=port, mode="manual"))
        try:
            with pytest.raises(PortUnavailable, match=f"127.0.0.1:{port}.*choose another with --port"):
                node.start()
        finally:
            node.stop()


def test_a_second_node_is_kept_out_of_the_folder(tmp_path: Path) -> None:
    with running(tmp_path), pytest.raises(StoreLocked, match="is held by process"):
        Node(config(tmp_path))


def test_a_path_that_is_no_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderUnusable, match="choose another with --state"):
        Node(config(tmp_path / "file" / "chain"))


def test_a_chain_keeps_its_own_rules(tmp_path: Path) -> None:
    with running(tmp_path, block_time_ms=250):
        pass
    # A later start with other wishes continues the chain as it began.
    with running(tmp_path, block_time_ms=12_000) as (node, _):
        assert node.params.slot_duration_ms == 250


def test_fresh_chains_differ_and_salted_ones_do_not() -> None:
    hashes = []
    for salt in (None, None, "same", "same"):
        node = Node(NodeConfig(port=0, mode="manual", genesis_salt=salt))
        hashes.append(node.runtime.extensions.genesis_hash)
        node.store.close()
    assert len(set(hashes)) == 3
    assert hashes[2] == hashes[3]


def test_an_extra_endowment_is_for_local_chains(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BT_DEFAULT_TOKEN_WALLET", keypair("//somebody").address)
    node = Node(config(None))
    view = node.store.view()
    record = node.runtime.read_context(view, 0)
    assert accounts.free(record, keypair("//somebody").account) == 1_000_000 * TAO
    node.store.close()


def test_a_stopped_chain_is_opened_with_its_own_rules(tmp_path: Path) -> None:
    with running(tmp_path, block_time_ms=250) as (node, _):
        node.engine.step()
        genesis = node.runtime.extensions.genesis_hash
    runtime, store, chain = open_chain(tmp_path)
    assert (store.head.number, chain.genesis_hash, runtime.extensions.genesis_hash) == (1, genesis, genesis)
    assert runtime.params.slot_duration_ms == 250
    store.close()
