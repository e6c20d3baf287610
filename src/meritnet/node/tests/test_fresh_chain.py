"""What a fresh chain begins with: local by itself, other presets from a document; it resumes as it began."""

import json
from pathlib import Path

import pytest

from meritnet.crypto.dev_keys import keypair
from meritnet.node.config import NodeConfig
from meritnet.node.fresh_chain import describe
from meritnet.node.service import Node
from meritnet.primitives import ss58
from meritnet.primitives.errors import Invalid

ANN = ss58.encode(keypair("//somebody//ann").account)
DOCUMENT = {"balances": {ANN: "1000000000"}, "sudo": ANN, "authorities": [ANN]}


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "genesis.json"
    path.write_text(json.dumps(DOCUMENT))
    return path


def test_another_preset_needs_a_document(document: Path) -> None:
    with pytest.raises(Invalid, match="--genesis FILE"):
        describe(NodeConfig(preset="meritnet"))
    assert describe(NodeConfig(preset="meritnet", genesis=document)).genesis == DOCUMENT


def test_a_local_chain_takes_none(document: Path) -> None:
    with pytest.raises(Invalid, match="genesis of its own"):
        describe(NodeConfig(genesis=document))


def test_an_unreadable_document_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        describe(NodeConfig(preset="reference", genesis=tmp_path / "none.json"))
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(Invalid, match="not JSON"):
        describe(NodeConfig(preset="reference", genesis=tmp_path / "bad.json"))


def test_nobody_is_endowed_by_environment_elsewhere(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BT_DEFAULT_TOKEN_WALLET", ANN)
    with pytest.raises(Invalid, match="preset local only"):
        describe(NodeConfig(preset="reference", genesis=document))


def test_a_network_resumes_without_its_document(document: Path, tmp_path: Path) -> None:
    config = NodeConfig(preset="meritnet", genesis=document, state=tmp_path / "chain", mode="manual", port=0)
    node = Node(config)
    node.engine.step()
    genesis = node.access.genesis_hash()
    node.stop()
    document.unlink()
    again = Node(NodeConfig(preset="meritnet", state=tmp_path / "chain", mode="manual", port=0))
    assert again.access.genesis_hash() == genesis
    assert again.access.head().number == 1
    again.stop()
