"""Timelocks that are looked at before their block: nothing changes but when the work is done."""

from collections.abc import Iterable, Iterator

import pytest

from meritnet.codec import Case
from meritnet.crypto import sr25519, timelock
from meritnet.crypto.dev_keys import keypair
from meritnet.crypto.timelock_weights import encode_row
from meritnet.engine.block import BlockInput
from meritnet.engine.opening_ahead import OpeningAhead, Waiting
from meritnet.engine.solo import Produced
from meritnet.engine.tests.harness import Solo, genesis, machine_on, solo
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.commitments import storage as commitments
from meritnet.runtime.pallets.commitments.types import REGISTRATION
from meritnet.runtime.pallets.drand.types import PULSES_PAYLOAD, sr25519_signer
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.weights import storage
from meritnet.runtime.runtime import Runtime
from meritnet.testing.beacon import MadeBeacon

BEACON = MadeBeacon("opened ahead")
NETUID, ROUND = 1, 100
SIGNATURE = BEACON.signature(ROUND)
PUBLIC, SECRET = sr25519.public_and_secret(b"s" * 32)
SENDERS = [keypair(f"//validator{number}").account for number in range(6)]
SEALED = [BEACON.lock(encode_row(who, (0,), (7,), 0), ROUND) for who in SENDERS]
LATER = BEACON.lock(b"later", ROUND + 1)


def with_commits(ctx: Context) -> None:
    """Write a genesis whose subnet has commits that wait for a round, one of them for a later one."""
    genesis(ctx)
    BEACON.follow(ctx)
    emission.subnet_epoch_index.set(ctx, NETUID, 1)
    entries = [(who, 0, sealed, ROUND) for who, sealed in zip(SENDERS, SEALED, strict=True)]
    storage.timelocked_weight_commits.set(ctx, NETUID, 0, (*entries, (SENDERS[0], 0, LATER, ROUND + 1)))
    # Those of the present epoch are opened in the next one, and not looked at before.
    storage.timelocked_weight_commits.set(ctx, NETUID, 2, ((SENDERS[0], 0, b"of epoch 2", ROUND),))


class Rounds:
    """Gives the round once the test says that it is out."""

    def __init__(self) -> None:
        self.raws: list[bytes] = []

    def publish(self, runtime: Runtime) -> None:
        payload = PULSES_PAYLOAD(0, (BEACON.pulse(ROUND),), sr25519_signer(PUBLIC))
        signature = sr25519.sign(PUBLIC, SECRET, PULSES_PAYLOAD.encode(payload))
        self.raws = [runtime.bare("Drand", "write_pulse", payload, Case("Sr25519", (signature,)))]

    def rounds(self, _ctx: Context, _moment_ms: int) -> Iterable[bytes]:
        given, self.raws = self.raws, []
        return given


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let no test find what another knew, nor what a thread of another still looks for."""
    made: list[OpeningAhead] = []
    begin = OpeningAhead.__init__

    def noted(self: OpeningAhead) -> None:
        begin(self)
        made.append(self)

    monkeypatch.setattr(OpeningAhead, "__init__", noted)
    timelock.content_key.cache_clear()
    yield
    for ahead in made:
        ahead.stop()
    timelock.content_key.cache_clear()


def with_round() -> tuple[Solo, Rounds]:
    """Return a chain whose head has just stored the round."""
    rounds = Rounds()
    chain = solo(build=with_commits, rounds=rounds)
    chain.block()
    assert chain.machine.openable_timelocks() == []
    rounds.publish(chain.runtime)
    chain.block()
    return chain, rounds


def outcomes(made: Produced) -> list[str]:
    return [
        record.event.name
        for record in made.output.events
        if record.event.name.startswith("TimelockedWeights")
    ]


def test_what_the_next_block_may_open_is_listed_in_its_order() -> None:
    chain, _ = with_round()
    assert chain.machine.openable_timelocks() == [(sealed, SIGNATURE) for sealed in SEALED]
    chain.block()
    assert chain.machine.openable_timelocks() == []


def test_the_block_finds_every_key_that_was_looked_for() -> None:
    chain, _ = with_round()
    chain.engine.ahead.wait()
    assert timelock.content_key.cache_info().misses == len(SEALED)
    made = chain.block()
    assert len(outcomes(made)) == len(SEALED)
    assert timelock.content_key.cache_info().misses == len(SEALED)


def test_a_machine_that_looks_at_nothing_ahead_finds_the_same_blocks() -> None:
    chain, _ = with_round()
    chain.engine.ahead.wait()
    made = chain.block()
    assert outcomes(made) == ["TimelockedWeightsDropped"] * len(SEALED)  # nobody of these is registered
    timelock.content_key.cache_clear()
    plain = machine_on(None, with_commits)
    for height in range(1, chain.machine.store.head.number + 1):
        assert timelock.content_key.cache_info().misses == 0
        found = plain.finalize(
            BlockInput(height, plain.author_of(height), tuple(chain.machine.store.body(height)))
        )
        plain.commit()
    assert timelock.content_key.cache_info().misses == len(SEALED)
    assert found.block_hash == made.output.block_hash
    assert found.events == made.output.events


def test_timelocked_fields_of_commitments_are_looked_at_too() -> None:
    sealed = BEACON.lock(b"a field", ROUND)

    def with_field(ctx: Context) -> None:
        genesis(ctx)
        BEACON.follow(ctx)
        fields = (Case("TimelockEncrypted", (sealed, ROUND)), Case("None"))
        commitments.commitment_of.set(ctx, NETUID, SENDERS[0], REGISTRATION(0, 0, fields))
        commitments.timelocked_index.set(ctx, ((NETUID, SENDERS[0]),))

    rounds = Rounds()
    chain = solo(build=with_field, rounds=rounds)
    chain.block()
    assert chain.machine.openable_timelocks() == []
    rounds.publish(chain.runtime)
    chain.block()
    assert chain.machine.openable_timelocks() == [(sealed, SIGNATURE)]


def test_no_thread_begins_while_nothing_waits() -> None:
    chain = solo()
    for _ in range(3):
        chain.block()
    assert chain.engine.ahead._thread is None


# --- the thread ---------------------------------------------------------------------------------------------


def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[Waiting]:
    seen: list[Waiting] = []
    monkeypatch.setattr(timelock, "prepare", lambda *one: seen.append(one))
    return seen


def test_it_begins_at_the_end_and_takes_all(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, ahead = looked_at(monkeypatch), OpeningAhead()
    waiting = [(bytes([number]), SIGNATURE) for number in range(9)]
    ahead.look(list(waiting))
    ahead.wait()
    assert seen == waiting[::-1]
    ahead.look(list(waiting[:2]))
    ahead.wait()
    assert seen[9:] == waiting[1::-1]


def test_what_is_no_ciphertext_or_signature_is_left_to_the_block() -> None:
    ahead = OpeningAhead()
    ahead.look([(SEALED[0], SIGNATURE), (b"none", SIGNATURE), (SEALED[0], b"none"), (bytes(300), SIGNATURE)])
    ahead.wait()
    assert timelock.decrypt(SEALED[0], SIGNATURE) == encode_row(SENDERS[0], (0,), (7,), 0)
    assert timelock.content_key.cache_info().hits == 1


def test_a_stop_leaves_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = OpeningAhead()
    seen: list[Waiting] = []

    def note(*one: bytes) -> None:
        seen.append((one[0], one[1]))
        # As a stop would in the middle of the work.
        ahead._waiting = []

    monkeypatch.setattr(timelock, "prepare", note)
    ahead.look([(bytes([number]), SIGNATURE) for number in range(9)])
    ahead.stop()
    ahead.stop()
    assert len(seen) <= 1
    assert ahead._thread is None
