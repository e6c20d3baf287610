"""Shield keys that outlive their process: what is kept, what is given up, what is said about it."""

import hashlib
import logging
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from meritnet.crypto import ml_kem
from meritnet.engine import shield_key_file
from meritnet.engine.shield_key_file import (
    AHEAD,
    FORMAT,
    NAME,
    FileShieldKeys,
    ShieldKeysUnreadable,
    ShieldKeysUnwritable,
)
from meritnet.engine.tests.harness import Solo, solo
from meritnet.engine.tests.test_shielded import body, next_key, shielded
from meritnet.runtime.pallets.mev_shield.envelope import key_hash


def on(folder: Path) -> Solo:
    """Return a chain that is kept in a folder with its shield keys, or continued."""
    return solo(folder / "chain", keys=FileShieldKeys(folder / NAME))


def begun(folder: Path) -> Solo:
    folder.mkdir(exist_ok=True)
    chain = on(folder)
    for _ in range(3):
        chain.block()
    return chain


def announced(keys: FileShieldKeys, height: int) -> bytes:
    public = keys.announce(height)
    assert public is not None
    return key_hash(public)


# --- a restart ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("blocks", [0, 1])
@pytest.mark.parametrize("age", [0, AHEAD - 4, AHEAD - 3, AHEAD])
def test_what_was_sealed_before_a_restart_runs_after_it(tmp_path: Path, age: int, blocks: int) -> None:
    first = begun(tmp_path / "a")
    for _ in range(age):
        first.block()
    inner = first.transfer("//Alice", 1)
    outer = shielded(first, inner)
    for _ in range(blocks):
        first.block()
    first.machine.store.close()
    again = on(tmp_path / "a")
    again.pool.submit(outer)
    for _ in range(2 - blocks):
        again.block()
    assert body(again) == [outer, inner]
    again.machine.store.close()


def test_a_copied_folder_goes_on_in_another_place(tmp_path: Path) -> None:
    first = begun(tmp_path / "a")
    inner = first.transfer("//Alice", 1)
    outer = shielded(first, inner)
    first.machine.store.close()
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    shutil.rmtree(tmp_path / "a")
    again = on(tmp_path / "b")
    again.pool.submit(outer)
    again.block()
    again.block()
    assert body(again) == [outer, inner]
    again.machine.store.close()


def test_a_key_is_in_the_file_before_it_is_announced(tmp_path: Path) -> None:
    keys = FileShieldKeys(tmp_path / NAME)
    for height in range(3 * AHEAD):
        hashed = announced(keys, height)
        assert FileShieldKeys(tmp_path / NAME).secret(hashed) == keys.secret(hashed) is not None


def test_one_write_serves_several_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, written = shield_key_file._write, []

    def note(path: Path, secrets: list[bytes]) -> None:
        written.append(len(secrets))
        write(path, secrets)

    monkeypatch.setattr(shield_key_file, "_write", note)
    keys = FileShieldKeys(tmp_path / NAME)
    for height in range(2 * AHEAD + 1):
        keys.announce(height)
        keys.keep(lambda: ())
    assert written == [AHEAD, AHEAD, AHEAD]


def test_a_block_does_not_wait_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def built(*_: object) -> None:
        raise AssertionError("the file was written while a block was made")

    keys = FileShieldKeys(tmp_path / NAME)
    for height in range(2 * AHEAD):
        keys.keep(lambda: ())
        with monkeypatch.context() as patched:
            patched.setattr(shield_key_file, "_write", built)
            keys.announce(height)


def test_a_block_that_is_built_again_announces_the_same_key(tmp_path: Path) -> None:
    keys = FileShieldKeys(tmp_path / NAME)
    assert announced(keys, 5) == announced(keys, 5) != announced(keys, 6)


def test_the_file_holds_what_is_of_use_and_what_was_made_ahead(tmp_path: Path) -> None:
    chain = begun(tmp_path)
    for _ in range(3 * AHEAD):
        chain.block()
    size = (tmp_path / NAME).stat().st_size
    # Of one author three keys are of use at any time.
    assert (size - len(FORMAT) - 32) / ml_kem.SECRET_BYTES == 3 + AHEAD
    chain.machine.store.close()


def test_a_restart_forgets_what_the_chain_names_no_more(tmp_path: Path) -> None:
    first = begun(tmp_path)
    published = key_hash(next_key(first))
    first.machine.store.close()
    again = on(tmp_path)
    assert again.engine.keys.secret(published) is not None
    assert repr(again.engine.keys) == "FileShieldKeys(3 keys)"
    for _ in range(2 * AHEAD):
        again.block()
    assert again.engine.keys.secret(published) is None
    assert FileShieldKeys(tmp_path / NAME).secret(published) is None
    again.machine.store.close()


# --- the file -----------------------------------------------------------------------------------------------


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    left = tmp_path / (NAME + ".new")
    left.write_bytes(b"what a killed process left")
    left.chmod(0o666)
    FileShieldKeys(tmp_path / NAME).announce(1)
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    assert not left.exists()


def cut(data: bytes) -> bytes:
    return data[:-1]


def altered(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def of_another_format(data: bytes) -> bytes:
    return data.replace(b"keys 1\n", b"keys 9\n", 1)


def with_what_is_no_key(_: bytes) -> bytes:
    secret = bytes(ml_kem.SECRET_BYTES)
    return FORMAT + hashlib.sha256(secret).digest() + secret


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        pytest.param(lambda _: b"", "does not begin with 'meritnet shield keys 1'", id="empty"),
        pytest.param(lambda _: bytes(1 << 21), "does not begin with", id="large"),
        pytest.param(cut, "checksum is wrong", id="cut"),
        pytest.param(altered, "checksum is wrong", id="altered"),
        pytest.param(of_another_format, "does not begin with", id="another format"),
        pytest.param(with_what_is_no_key, "no key", id="no key"),
    ],
)
def test_a_damaged_file_is_given_up_with_a_line_in_the_log(
    tmp_path: Path, damage: Callable[[bytes], bytes], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    first = begun(tmp_path)
    first.machine.store.close()
    path = tmp_path / NAME
    secret = path.read_bytes()[-ml_kem.SECRET_BYTES :]
    path.write_bytes(damage(path.read_bytes()))
    again = on(tmp_path)
    assert f"shield_keys_lost file={path} why=the file" in caplog.text
    assert why in caplog.text
    assert secret.hex()[:64] not in caplog.text
    # The shield itself goes on: a key of this process is published two blocks later.
    for _ in range(3):
        again.block()
    inner = again.transfer("//Alice", 1)
    again.pool.submit(shielded(again, inner))
    again.block()
    again.block()
    assert body(again)[1:] == [inner]
    again.machine.store.close()


def test_what_may_not_be_read_is_an_error_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(ShieldKeysUnreadable, match="correct its owner, or remove it"):
        FileShieldKeys(tmp_path / NAME)


def test_a_full_disk_announces_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    chain = begun(tmp_path)
    before = (tmp_path / NAME).read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    for _ in range(AHEAD - 4):
        chain.block()
    with pytest.raises(ShieldKeysUnwritable, match="No space left on device; free space"):
        chain.block()
    assert (tmp_path / NAME).read_bytes() == before
    monkeypatch.undo()
    # With room the chain goes on where it was.
    chain.block()
    assert chain.machine.store.head.number == AHEAD + 1
    chain.machine.store.close()


def test_nothing_secret_is_shown(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    keys = FileShieldKeys(tmp_path / NAME)
    secret = keys.secret(announced(keys, 1))
    assert secret is not None
    assert repr(keys) == "FileShieldKeys(1 keys)"
    assert caplog.text == ""
