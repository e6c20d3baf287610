"""`meritnet chain`: what it shows, what it finds wrong, and its exit codes."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from meritnet.cli.main import run
from meritnet.codec.header import decode_header
from meritnet.node.service import open_chain
from meritnet.operator.tests.chains import BLOCKS, TAO, other_salt, stored_chain
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.pallets.balances import storage as balances
from meritnet.runtime.pallets.system import storage as system
from meritnet.state.chain_store import ChainStore
from meritnet.state.state_file import import_state

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    return stored_chain(tmp_path / "chain-folder")


def tamper(folder: Path, key: bytes, value: bytes) -> None:
    """Change one value of the newest state behind the chain's back, root and header left as they were."""
    store = ChainStore.open(folder / "chain")
    store.backend.commit({"state": {key: value}})
    store.close()


def commit_false_block(folder: Path, key: bytes, value: bytes) -> int:
    """Add a block whose state holds what no execution gives; its tables agree with each other."""
    store = ChainStore.open(folder / "chain")
    head = store.head
    changes: dict[bytes, bytes | None] = {key: value}
    root, update = store.prepare(changes)
    header = replace(
        decode_header(head.header_bytes), number=head.number + 1, parent_hash=head.hash, state_root=root
    ).encode()
    store.commit(head.number + 1, blake2_256(header), header, store.body(head.number), changes, update)
    store.close()
    return head.number + 1


def test_state_shows_the_head(chain: Path, capsys: Capture) -> None:
    assert run(["chain", "state", "--state", str(chain), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    _, store, file = open_chain(chain)
    head = store.head
    store.close()
    assert (shown["height"], shown["hash"]) == (BLOCKS, "0x" + head.hash.hex())
    assert shown["state_root"] == "0x" + head.state_root.hex()
    assert shown["genesis"] == "0x" + (file.genesis_hash or b"").hex()
    assert shown["issuance"] >= 3_000_000 * TAO
    assert [subnet["netuid"] for subnet in shown["subnets"]] == [0, 1]
    assert run(["chain", "state", "--state", str(chain)]) == 0
    assert f"height      {BLOCKS}" in capsys.readouterr().out


def test_check_passes_on_a_sound_chain(chain: Path, capsys: Capture) -> None:
    assert run(["chain", "check", "--state", str(chain)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "all invariants hold"


def test_check_finds_a_changed_value_and_the_broken_issuance(chain: Path, capsys: Capture) -> None:
    tamper(chain, balances.total_issuance.prefix, (5 * TAO).to_bytes(8, "little"))
    assert run(["chain", "check", "--state", str(chain)]) == 1
    out = capsys.readouterr().out
    assert "FAIL tables and state root" in out
    assert f"issuance of {5 * TAO}" in out
    assert out.splitlines()[-1].endswith("violations")


def test_replay_executes_everything_again(chain: Path, capsys: Capture) -> None:
    # A block has a moment, a key for shielded transactions and a transfer; there is one round of the local beacon,
    # since the clock stands.
    assert run(["chain", "replay", "--state", str(chain)]) == 0
    out = capsys.readouterr().out
    assert f"{BLOCKS} blocks with {3 * BLOCKS + 1} extrinsics" in out
    assert "the same root at every height" in out


def test_replay_can_stop_earlier_and_use_the_disk(chain: Path, tmp_path: Path, capsys: Capture) -> None:
    scratch = tmp_path / "scratch"
    assert run(["chain", "replay", "--state", str(chain), "--to", "2", "--scratch", str(scratch)]) == 0
    assert "2 blocks with 7 extrinsics" in capsys.readouterr().out
    assert (scratch / "data.mdb").exists()


def test_replay_names_the_first_block_that_cannot_be_executed(chain: Path, capsys: Capture) -> None:
    # The block repeats the one before: its transfer's nonce is used.
    height = commit_false_block(chain, system.number.prefix, (99).to_bytes(4, "little"))
    assert run(["chain", "replay", "--state", str(chain)]) == 1
    assert f"block {height} differs: Invalid" in capsys.readouterr().out


def test_replay_names_another_genesis(chain: Path, capsys: Capture) -> None:
    other_salt(chain)
    assert run(["chain", "replay", "--state", str(chain)]) == 1
    out = capsys.readouterr().out
    assert "block 0 differs: genesis is 0x" in out
    assert b":code".hex() in out


def test_replay_names_root_and_keys_of_the_first_false_state(chain: Path, capsys: Capture) -> None:
    store = ChainStore.open(chain / "chain")
    row = store.backend.get("headers", (3).to_bytes(4, "big"))
    assert row is not None
    root = store.state_root(3)
    false = row.replace(root, bytes(32))
    store.backend.commit({"headers": {(3).to_bytes(4, "big"): false}})
    store.close()
    assert run(["chain", "replay", "--state", str(chain)]) == 1
    out = capsys.readouterr().out
    assert f"block 3 differs: state_root is 0x{root.hex()}, stored is 0x{'00' * 32}" in out


def test_export_writes_a_state_that_imports(chain: Path, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "x.state"
    assert run(["chain", "export", "--state", str(chain), "--block", "4", str(file)]) == 0
    assert "wrote block 4" in capsys.readouterr().out
    _, store, _ = open_chain(chain)
    imported = import_state(file, None)
    assert imported.head.state_root == store.state_root(4)
    assert dict(imported.view().iterate()) == dict(store.view(4).iterate())
    store.close()


@pytest.mark.parametrize("name", ["state", "check", "replay"])
def test_a_folder_without_a_chain_is_said(name: str, tmp_path: Path, capsys: Capture) -> None:
    assert run(["chain", name, "--state", str(tmp_path)]) == 1
    assert "holds no chain" in capsys.readouterr().err


def test_the_default_folder_is_that_of_the_local_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("MERITNET_HOME", str(tmp_path))
    stored_chain(tmp_path / "networks" / "local" / "node")
    assert run(["chain", "check"]) == 0
    assert f"block {BLOCKS} " in capsys.readouterr().out
