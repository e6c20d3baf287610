"""State files: what is exported comes back with the same root; nothing bent is taken."""

from pathlib import Path
from random import Random

import pytest

from meritnet.state import state_file
from meritnet.state.chain_store import ChainStore
from meritnet.state.errors import BadStateFile, UnknownBlock
from meritnet.state.state_file import export_state, import_state
from meritnet.state.tests.chains import State, add_block, apply, random_changes


@pytest.fixture
def chain() -> ChainStore:
    """Give a chain of some random blocks."""
    chance = Random(5)
    store = ChainStore.open(None)
    state: State = {}
    for _ in range(6):
        changes = random_changes(chance, state, 40)
        add_block(store, changes)
        apply(state, changes)
    return store


@pytest.mark.parametrize("block", [None, 3])
@pytest.mark.parametrize("disk", [False, True])
def test_imported_chain_goes_on_from_the_block(
    chain: ChainStore, tmp_path: Path, block: int | None, disk: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state_file, "BATCH_KEYS", 7)
    head = export_state(chain, tmp_path / "state", block)
    assert head.number == (5 if block is None else block)
    copy = import_state(tmp_path / "state", tmp_path / "copy" if disk else None)
    assert copy.head == head
    assert list(copy.view().iterate()) == list(chain.view(head.number).iterate())
    before = dict(copy.view().iterate())
    add_block(copy, {b"next": b"1"})
    assert dict(copy.view(head.number).iterate()) == before
    with pytest.raises(UnknownBlock):
        copy.view(head.number - 1)
    copy.close()
    if disk:
        again = ChainStore.open(tmp_path / "copy")
        assert again.head.number == head.number + 1
        again.close()


def test_cut_or_altered_file_is_refused(chain: ChainStore, tmp_path: Path) -> None:
    file = tmp_path / "state"
    export_state(chain, file)
    data = file.read_bytes()
    for bent in (data[:-1], data[:-40], data[:200] + bytes([data[200] ^ 1]) + data[201:], b"", data[:17]):
        file.write_bytes(bent)
        with pytest.raises(BadStateFile, match=r"cut or altered|no state file"):
            import_state(file, tmp_path / "copy")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["state"]


def test_rows_that_do_not_have_the_named_root_are_refused(chain: ChainStore, tmp_path: Path) -> None:
    file = tmp_path / "state"
    head = export_state(chain, file)
    body = file.read_bytes()[:-32].replace(head.state_root, bytes(32), 1)
    file.write_bytes(body + state_file.blake2b(body, digest_size=32).digest())
    with pytest.raises(BadStateFile, match="names state root 0x0000"):
        import_state(file, tmp_path / "copy")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["state"]


def test_existing_folder_is_not_overwritten(chain: ChainStore, tmp_path: Path) -> None:
    export_state(chain, tmp_path / "state")
    (tmp_path / "copy").mkdir()
    with pytest.raises(BadStateFile, match="import into a new folder"):
        import_state(tmp_path / "state", tmp_path / "copy")
