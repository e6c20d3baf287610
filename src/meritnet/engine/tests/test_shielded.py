"""Shielded transactions in blocks: whose turn it is, what is put behind them, what is left or lost."""

import logging
from pathlib import Path

import bittensor_core
import pytest

from meritnet.codec import InvalidValue
from meritnet.codec.era import Era, mortal
from meritnet.codec.extrinsic import Extrinsic
from meritnet.crypto import ml_kem
from meritnet.crypto.dev_keys import keypair
from meritnet.engine.block import BlockInput, Budget
from meritnet.engine.pool.entry import Step
from meritnet.engine.pool.pool import PoolError
from meritnet.engine.shield_keys import MANY, MemoryShieldKeys
from meritnet.engine.tests.harness import SLOT_MS, TAO, Solo, machine_on, solo
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.pallets.mev_shield import envelope, storage
from meritnet.testing.signing import sign

NONCE = bytes(24)
INHERENTS = 2


@pytest.fixture
def chain() -> Solo:
    """Return a chain on which a key is published."""
    chain = solo()
    for _ in range(3):
        chain.block()
    return chain


def next_key(chain: Solo) -> bytes:
    """Return what a client encrypts with now."""
    head = chain.machine.store.head
    ctx = chain.runtime.read_context(chain.machine.store.view(), head.number, head.hash)
    found: bytes | None = storage.next_key.get(ctx)
    assert found is not None
    return found


def wrap(chain: Solo, data: bytes, by: str = "//Alice", nonce: int = 0, period: int = 8) -> bytes:
    """Return the signed transaction that carries an envelope."""
    head = chain.machine.store.head
    era = mortal(period, head.number)
    call = chain.runtime.assembly.call("MevShield", "submit_encrypted", data)
    return sign(
        chain.runtime,
        call,
        by,
        nonce,
        era=era,
        birth_hash=chain.machine.store.hash_of(era.birth(head.number)),
    )


def sealed(chain: Solo, plaintext: bytes, public: bytes | None = None) -> bytes:
    data = envelope.seal(public or next_key(chain), NONCE, plaintext)
    assert data is not None
    return data


def shielded(chain: Solo, plaintext: bytes, by: str = "//Alice", nonce: int = 0) -> bytes:
    return wrap(chain, sealed(chain, plaintext), by, nonce)


def body(chain: Solo) -> list[bytes]:
    """Return the head block's extrinsics without inherents."""
    extrinsics = list(chain.machine.store.body(chain.machine.store.head.number))
    heads = [chain.runtime.decode(raw).call for raw in extrinsics[:INHERENTS]]
    assert [(call.name, call.args[0].name) for call in heads] == [
        ("Timestamp", "set"),
        ("MevShield", "announce_next_key"),
    ]
    return extrinsics[INHERENTS:]


# --- the way of a transaction -------------------------------------------------------------------------------


def test_what_was_hidden_runs_right_behind_its_envelope_two_blocks_later(chain: Solo) -> None:
    inner = chain.transfer("//Alice", 1, 7 * TAO, to="//Eve")
    heard: list[Step] = []
    outer = shielded(chain, inner)
    chain.pool.submit(outer, listener=lambda step, _: heard.append(step))
    other = chain.transfer("//Bob", 0, to="//Dave")
    chain.pool.submit(other)
    before = chain.free("//Eve")
    chain.block()
    assert body(chain) == [other]
    made = chain.block()
    assert body(chain) == [outer, inner]
    assert [applied.error for applied in made.output.applied] == [None] * 4
    assert chain.free("//Eve") == before + 7 * TAO
    assert heard == [Step.READY, Step.IN_BLOCK, Step.FINALIZED]
    assert chain.pool.next_nonce(keypair("//Alice").account) == 2
    assert len(chain.pool) == 0


def test_the_event_names_the_sender_and_the_hash_of_sender_and_bytes(chain: Solo) -> None:
    data = sealed(chain, chain.transfer("//Alice", 1))
    chain.pool.submit(wrap(chain, data))
    chain.block()
    made = chain.block()
    (record,) = [one for one in made.output.events if one.event.name == "EncryptedSubmitted"]
    alice = keypair("//Alice").account
    length = (len(data) << 2 | 1).to_bytes(2, "little")
    assert record.args == (blake2_256(alice + length + data), alice)


def test_what_the_reference_client_encrypts_is_read(chain: Solo) -> None:
    inner = chain.transfer("//Alice", 1)
    data = bittensor_core.encrypt_mlkem768(next_key(chain), inner, include_key_hash=True)
    chain.pool.submit(wrap(chain, data))
    chain.block()
    chain.block()
    assert body(chain)[1:] == [inner]


def test_several_senders_share_a_block_each_with_its_own_pair(chain: Solo) -> None:
    pairs = [
        (shielded(chain, inner := chain.transfer(by, 1, to="//Eve"), by), inner)
        for by in ("//Alice", "//Bob", "//Charlie")
    ]
    for outer, _ in pairs:
        chain.pool.submit(outer)
    chain.block()
    chain.block()
    assert body(chain) == [raw for pair in pairs for raw in pair]


def test_one_account_can_carry_what_another_signed(chain: Solo) -> None:
    inner = chain.transfer("//Bob", 0, to="//Dave")
    outer = shielded(chain, inner)
    chain.pool.submit(outer)
    chain.block()
    chain.block()
    assert body(chain) == [outer, inner]


def test_a_failing_inner_call_is_in_the_block_as_failed(chain: Solo) -> None:
    inner = chain.transfer("//Dave", 1, 5_000_000 * TAO)
    chain.pool.submit(shielded(chain, inner, "//Dave"))
    chain.block()
    made = chain.block()
    assert body(chain)[1:] == [inner]
    assert made.output.applied[2].error is None
    assert made.output.applied[3].error is not None


# --- what holds nothing that can run ------------------------------------------------------------------------


def unsigned_moment(chain: Solo) -> bytes:
    return chain.runtime.timestamp_inherent(10**14)


@pytest.mark.parametrize(
    "plaintext",
    [
        pytest.param(lambda _: b"", id="nothing"),
        pytest.param(lambda _: bytes(range(64)), id="garbage"),
        pytest.param(lambda chain: chain.transfer("//Alice", 1)[:-1], id="a cut transaction"),
        pytest.param(lambda chain: chain.transfer("//Alice", 0), id="a used nonce"),
        pytest.param(lambda chain: chain.transfer("//Alice", 2), id="a nonce ahead"),
        pytest.param(
            lambda chain: chain.transfer("//Alice", 1, birth_hash=bytes(32), era=Era(8, 0)),
            id="a bad signature",
        ),
        pytest.param(unsigned_moment, id="an inherent"),
        pytest.param(lambda chain: chain.transfer("//penniless", 0), id="an account that cannot pay"),
    ],
)
def test_the_envelope_stays_and_pays_where_nothing_in_it_can_run(chain: Solo, plaintext: object) -> None:
    assert callable(plaintext)
    outer = shielded(chain, plaintext(chain))
    chain.pool.submit(outer)
    before = chain.free("//Alice")
    chain.block()
    made = chain.block()
    assert body(chain) == [outer]
    assert made.report.dropped == {}
    assert chain.free("//Alice") < before
    assert chain.pool.next_nonce(keypair("//Alice").account) == 1
    # The block is good for everyone else as well.
    assert replayed(chain) == chain.machine.store.head.hash


def test_bytes_behind_the_inner_transaction_are_left_out(chain: Solo) -> None:
    inner = chain.transfer("//Alice", 1)
    chain.pool.submit(shielded(chain, inner + b"and more"))
    chain.block()
    chain.block()
    assert body(chain)[1:] == [inner]


def test_an_envelope_in_an_envelope_is_not_opened(chain: Solo) -> None:
    innermost = chain.transfer("//Alice", 2)
    inner = wrap(chain, sealed(chain, innermost), nonce=1)
    outer = shielded(chain, inner)
    chain.pool.submit(outer)
    chain.block()
    chain.block()
    assert body(chain) == [outer, inner]


def test_an_envelope_for_the_right_key_with_a_foreign_ciphertext_holds_nothing(chain: Solo) -> None:
    foreign = sealed(chain, chain.transfer("//Alice", 1), ml_kem.generate()[0])
    outer = wrap(chain, envelope.key_hash(next_key(chain)) + foreign[16:])
    chain.pool.submit(outer)
    chain.block()
    chain.block()
    assert body(chain) == [outer]


# --- keys whose turn it is not ------------------------------------------------------------------------------


def test_with_a_wrong_key_hash_it_waits_until_its_era_ends(chain: Solo) -> None:
    data = b"\xff" * 16 + sealed(chain, chain.transfer("//Alice", 1))[16:]
    heard: list[Step] = []
    chain.pool.submit(wrap(chain, data), listener=lambda step, _: heard.append(step))
    later = chain.transfer("//Alice", 1)
    chain.pool.submit(later)
    for _ in range(4):
        chain.block()
        assert body(chain) == []
    assert heard == [Step.READY]
    for _ in range(4):
        chain.block()
    assert heard == [Step.READY, Step.INVALID]
    assert chain.free("//Alice") == 1_000_000 * TAO


def test_a_key_is_good_for_one_block_and_then_never_again(chain: Solo) -> None:
    public = next_key(chain)
    chain.block()
    late = chain.transfer("//Alice", 1)
    chain.pool.submit(wrap(chain, sealed(chain, late, public)))
    chain.block()
    assert body(chain)[1:] == [late]
    chain.pool.submit(wrap(chain, sealed(chain, chain.transfer("//Alice", 3), public), nonce=2))
    for _ in range(4):
        chain.block()
        assert body(chain) == []


def test_the_published_key_is_another_in_every_block(chain: Solo) -> None:
    seen = set()
    for _ in range(5):
        seen.add(next_key(chain))
        chain.block()
    assert len(seen) == 5


def test_without_a_file_a_restart_loses_the_old_secrets_and_new_keys_come(tmp_path: Path) -> None:
    first = solo(tmp_path / "chain")
    for _ in range(3):
        first.block()
    outer = shielded(first, first.transfer("//Alice", 1))
    first.machine.store.close()
    again = solo(tmp_path / "chain")
    again.pool.submit(outer)
    for _ in range(3):
        again.block()
        assert body(again) == []
    inner = again.transfer("//Bob", 1)
    again.pool.submit(shielded(again, inner, "//Bob"))
    again.block()
    again.block()
    assert body(again)[1:] == [inner]
    again.machine.store.close()


# --- bounds -------------------------------------------------------------------------------------------------


def test_an_envelope_has_at_most_8192_bytes(chain: Solo) -> None:
    room = 8192 - (16 + 2 + 1088 + 24 + 16)
    assert len(sealed(chain, bytes(room))) == 8192
    outer = shielded(chain, bytes(room))
    chain.pool.submit(outer)
    with pytest.raises(InvalidValue):
        shielded(chain, bytes(room + 1))
    # The same one byte longer, written by hand: its call does not decode.
    call = bytes([30, 1]) + (8193 << 2 | 1).to_bytes(2, "little") + bytes(8193)
    with pytest.raises(PoolError):
        chain.pool.submit((len(call) + 1 << 2 | 1).to_bytes(2, "little") + b"\x05" + call)
    chain.block()
    chain.block()
    assert body(chain) == [outer]


def test_a_block_must_have_room_for_envelope_and_content(chain: Solo) -> None:
    inner = chain.transfer("//Alice", 1)
    outer = shielded(chain, inner)
    chain.pool.submit(outer)
    chain.block()
    machine, height = chain.machine, chain.machine.store.head.number + 1
    head = sum(len(raw) for raw in machine.store.body(height - 1))
    for room, taken in ((len(outer) + len(inner) - 1, 0), (len(outer) + len(inner), 2)):
        block, report = machine.build(
            height,
            machine.author_of(height),
            height * SLOT_MS * 10**6,
            chain.pool.ready(),
            Budget(max_bytes=head + room),
            chain.engine.keys,
        )
        assert len(block.extrinsics) == INHERENTS + taken
        assert report.full == (taken == 0)


# --- secrets and replay -------------------------------------------------------------------------------------


def replayed(chain: Solo) -> bytes:
    """Execute the chain again on a machine without any key and return its head."""
    machine = machine_on(None)
    for height in range(1, chain.machine.store.head.number + 1):
        block = BlockInput(height, machine.author_of(height), tuple(chain.machine.store.body(height)))
        assert machine.check(block)
        machine.finalize(block)
        machine.commit()
    return machine.store.head.hash


def test_blocks_are_checked_and_replayed_without_secrets(chain: Solo) -> None:
    chain.pool.submit(shielded(chain, chain.transfer("//Alice", 1)))
    chain.pool.submit(shielded(chain, b"nothing", "//Bob"))
    for _ in range(4):
        chain.block()
    assert replayed(chain) == chain.machine.store.head.hash


def test_without_keys_a_machine_announces_nothing_and_leaves_envelopes(chain: Solo) -> None:
    chain.pool.submit(shielded(chain, chain.transfer("//Alice", 1)))
    chain.block()
    height = chain.machine.store.head.number + 1
    block, report = chain.machine.build(
        height, chain.machine.author_of(height), height * SLOT_MS * 10**6, chain.pool.ready(), Budget()
    )
    assert len(block.extrinsics) == 1
    assert (report.included, report.dropped) == ([], {})


def test_a_rebuilt_block_announces_the_same_key() -> None:
    keys = MemoryShieldKeys()
    assert keys.announce(5) == keys.announce(5)
    assert keys.announce(6) != keys.announce(5)


def test_secrets_are_forgotten_when_the_chain_needs_them_no_more() -> None:
    keys = MemoryShieldKeys()
    publics = [keys.announce(height) for height in range(MANY + 1)]
    hashes = [envelope.key_hash(public or b"") for public in publics]
    keys.keep(lambda: hashes[-2:])
    assert [keys.secret(hashed) for hashed in hashes[:-2]] == [None] * (MANY - 1)
    secret = keys.secret(hashes[-1])
    assert secret is not None
    assert len(secret) == ml_kem.SECRET_BYTES


def test_the_chain_is_asked_which_keys_live_only_when_many_are_held() -> None:
    def asked() -> list[bytes]:
        raise AssertionError("the chain was asked")

    keys = MemoryShieldKeys()
    for height in range(MANY):
        keys.announce(height)
        keys.keep(asked)
    keys.announce(MANY)
    with pytest.raises(AssertionError, match="the chain was asked"):
        keys.keep(asked)


def test_an_engine_never_holds_many_keys(chain: Solo) -> None:
    published = []
    for _ in range(MANY + 3):
        published.append(envelope.key_hash(next_key(chain)))
        chain.block()
    held = [hashed for hashed in published if chain.engine.keys.secret(hashed) is not None]
    # The block that follows may still need the key that clients read last.
    assert published[-1] in held
    assert len(held) <= MANY
    assert published[0] not in held


def test_nothing_secret_is_logged(chain: Solo, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    inner = chain.transfer("//Alice", 2)
    chain.pool.submit(shielded(chain, inner))
    hashed = envelope.key_hash(next_key(chain))
    secret = chain.engine.keys.secret(hashed)
    assert secret is not None
    chain.block()
    chain.block()
    assert "shielded_inner_refused" in caplog.text
    assert secret.hex() not in caplog.text
    assert inner.hex() not in caplog.text


def test_plain_extrinsics_never_look_up_a_key(chain: Solo, monkeypatch: pytest.MonkeyPatch) -> None:
    def looked(_self: object, hashed: bytes) -> bytes | None:
        raise AssertionError(f"looked up {hashed.hex()}")

    monkeypatch.setattr(MemoryShieldKeys, "secret", looked)
    chain.pool.submit(chain.transfer("//Alice", 0))
    chain.block()
    assert len(body(chain)) == 1


def test_included_extrinsics_are_reported_with_what_they_held(chain: Solo) -> None:
    inner = chain.transfer("//Alice", 1)
    outer = shielded(chain, inner)
    chain.pool.submit(outer)
    chain.block()
    report = chain.block().report
    assert report.included == [blake2_256(outer)]
    found: list[Extrinsic] = report.extrinsics
    assert [extrinsic.raw for extrinsic in found] == [outer, inner]
