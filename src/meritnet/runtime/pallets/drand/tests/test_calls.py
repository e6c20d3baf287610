"""Calls of the pallet: what is stored, what is passed over, what is refused."""

import pytest

from meritnet.crypto.beacon import QUICKNET
from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.framework.origin import NONE
from meritnet.runtime.pallets.drand import books, recording, storage
from meritnet.runtime.pallets.drand.types import (
    BEACON_CONFIGURATION_PAYLOAD,
    configuration_of,
    sr25519_signer,
)
from meritnet.testing.beacon import MadeBeacon
from meritnet.testing.chain import TestChain
from meritnet.testing.vectors import load

from . import scene
from .scene import BEACON

RECORDED = next(item for item in load("consensus/50_units")["items"] if item["kind"] == "timelock_ciphertext")


@pytest.fixture
def chain() -> TestChain:
    return scene.build()


def write(chain: TestChain, *pulses: object) -> None:
    call = chain.runtime.assembly.call("Drand", "write_pulse", scene.payload(*pulses), None)
    chain.ctx.dispatch(NONE, call)


def told(chain: TestChain, name: str) -> list[tuple[object, ...]]:
    return [record.args for record in chain.events(name)]


def test_rounds_are_stored_in_order_with_gaps_allowed(chain: TestChain) -> None:
    write(chain, BEACON.pulse(10))
    write(chain, BEACON.pulse(12), BEACON.pulse(15))
    ctx = chain.ctx
    assert (storage.oldest_stored_round.get(ctx), storage.last_stored_round.get(ctx)) == (10, 15)
    assert [storage.pulses.get(ctx, one) is not None for one in range(10, 16)] == [
        True,
        False,
        True,
        False,
        False,
        True,
    ]
    assert storage.pulses.get(ctx, 12) == BEACON.pulse(12)
    assert told(chain, "NewPulse") == [((10,),), ((12, 15),)]
    assert storage.next_unsigned_at.get(ctx) == ctx.block_number


def test_the_public_beacons_own_round_is_taken_by_a_chain_as_it_begins() -> None:
    chain = TestChain()
    signature = bytes.fromhex(RECORDED["drand_signature"])
    pulse = BEACON.pulse(1_000)._replace(
        signature=signature,
        randomness=bytes.fromhex("fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"),
    )
    write(chain, pulse)
    assert storage.last_stored_round.get(chain.ctx) == 1_000
    assert storage.beacon_config.get(chain.ctx) == configuration_of(QUICKNET)


@pytest.mark.parametrize("old", [9, 10])
def test_a_round_that_is_not_newer_is_refused_with_all_before_it(chain: TestChain, old: int) -> None:
    write(chain, BEACON.pulse(10))
    with pytest.raises(ModuleError, match="InvalidRoundNumber"):
        write(chain, BEACON.pulse(11), BEACON.pulse(old))
    assert storage.last_stored_round.get(chain.ctx) == 10
    assert storage.pulses.get(chain.ctx, 11) is None


def test_what_the_beacon_did_not_sign_is_passed_over(chain: TestChain) -> None:
    foreign = MadeBeacon("another").pulse(3)
    other_round = BEACON.pulse(4)._replace(round=5)
    write(chain, foreign, other_round, BEACON.pulse(6))
    assert told(chain, "NewPulse") == [((6,),)]
    assert storage.oldest_stored_round.get(chain.ctx) == 6


def test_randomness_that_does_not_follow_from_the_signature_is_passed_over(chain: TestChain) -> None:
    # The reference stores any; a sender could choose what rules draw.
    write(chain, BEACON.pulse(3)._replace(randomness=bytes(32)))
    assert told(chain, "NewPulse") == []
    assert storage.last_stored_round.get(chain.ctx) == 0


@pytest.mark.parametrize("signature", [b"", bytes(48), b"\xff" * 144])
def test_a_signature_that_is_no_point_fails_the_call(chain: TestChain, signature: bytes) -> None:
    with pytest.raises(ModuleError, match="PulseVerificationError"):
        write(chain, BEACON.pulse(2), BEACON.pulse(3)._replace(signature=signature))
    assert storage.last_stored_round.get(chain.ctx) == 0


def test_nobody_signs_or_commands_a_round(chain: TestChain) -> None:
    for by in ("//Alice", None):
        chain.fails("BadOrigin", "Drand", "write_pulse", scene.payload(BEACON.pulse(3)), None, by=by)
        chain.fails("BadOrigin", "Drand", "write_local_pulse", BEACON.pulse(3), by=by)


def test_the_oldest_rounds_go_a_hundred_at_a_time(chain: TestChain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "MAX_KEPT", 10)
    ctx = chain.ctx
    write(chain, BEACON.pulse(1))
    write(chain, BEACON.pulse(10))
    assert storage.oldest_stored_round.get(ctx) == 1  # ten rounds from 1 to 10
    write(chain, BEACON.pulse(11))
    assert storage.oldest_stored_round.get(ctx) == 2
    assert storage.pulses.get(ctx, 1) is None
    write(chain, BEACON.pulse(500))
    assert storage.oldest_stored_round.get(ctx) == 102  # 391 too many, a hundred go
    assert storage.pulses.get(ctx, 10) is None
    write(chain, BEACON.pulse(501))
    assert storage.oldest_stored_round.get(ctx) == 202


def test_a_week_of_rounds_is_kept() -> None:
    assert (recording.MAX_KEPT, recording.MAX_REMOVED) == (216_000, 100)


def test_root_sets_where_removing_goes_on(chain: TestChain) -> None:
    chain.ok("Drand", "set_oldest_stored_round", 77)
    assert storage.oldest_stored_round.get(chain.ctx) == 77
    assert told(chain, "SetOldestStoredRound") == [(77,)]
    chain.fails("BadOrigin", "Drand", "set_oldest_stored_round", 1, by="//Alice")


def test_root_changes_the_beacon_and_rounds_wait_a_block(chain: TestChain) -> None:
    other = MadeBeacon("another")
    config = configuration_of(QUICKNET._replace(public_key=other.public_key, beacon_id="another"))
    change = BEACON_CONFIGURATION_PAYLOAD(0, config, sr25519_signer(bytes(32)))
    chain.fails("BadOrigin", "Drand", "set_beacon_config", change, None, by="//Alice")
    chain.ok("Drand", "set_beacon_config", change, None)
    assert storage.beacon_config.get(chain.ctx) == config
    assert told(chain, "BeaconConfigChanged") == [()]
    signed = scene.payload(other.pulse(3))
    raw = scene.raw_write(chain, signed, scene.signature(signed))
    assert scene.refusal(chain, raw) == "Stale"
    chain.block()
    assert scene.validate(chain, raw).longevity == 3


def test_a_local_round_needs_a_local_beacon(chain: TestChain) -> None:
    with pytest.raises(ModuleError, match="UnverifiedPulse"):
        BEACON.publish(chain, 3, book=books.LOCAL)


def test_local_rounds_are_kept_apart() -> None:
    chain = scene.build(local=True)
    MadeBeacon("local").publish(chain, 5, 6, book=books.LOCAL)
    ctx = chain.ctx
    assert (storage.oldest_stored_local_round.get(ctx), storage.last_stored_local_round.get(ctx)) == (5, 6)
    assert told(chain, "NewLocalPulse") == [(5,), (6,)]
    assert storage.last_stored_round.get(ctx) == 0
    BEACON.publish(chain, 4)
    assert storage.last_stored_round.get(ctx) == 4
    assert books.newest_round(ctx) == 6
    # Each beacon's rounds are taken in its own book only.
    BEACON.publish(chain, 7, book=books.LOCAL)
    assert storage.last_stored_local_round.get(ctx) == 6
