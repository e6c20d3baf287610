"""Unsigned rounds: what the pool and a block take, and in which order."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.framework.errors import InvalidTransaction, UnknownTransaction
from meritnet.runtime.pallets.drand import books, storage
from meritnet.runtime.pallets.drand.types import PULSES_PAYLOAD
from meritnet.testing.beacon import MadeBeacon
from meritnet.testing.chain import TestChain

from . import scene
from .scene import BEACON

LOCAL = MadeBeacon("local")


@pytest.fixture
def chain() -> TestChain:
    return scene.build(local=True)


def raw_of(chain: TestChain, *pulses: object, height: int = 0) -> bytes:
    signed = scene.payload(*pulses, height=height)
    return scene.raw_write(chain, signed, scene.signature(signed))


def test_a_genuine_round_is_taken_and_lower_rounds_go_first(chain: TestChain) -> None:
    low, high = (scene.validate(chain, raw_of(chain, BEACON.pulse(one))) for one in (2**21, 2**21 + 1))
    assert low.priority == high.priority + 1 > 10**18
    assert (low.longevity, low.propagate, low.requires) == (3, False, ())
    assert low.provides != high.provides
    assert len(low.provides) == 1


def test_two_payloads_with_one_round_compete(chain: TestChain) -> None:
    first, second = (scene.validate(chain, raw_of(chain, BEACON.pulse(9), height=one)) for one in (0, 1))
    assert first.provides == second.provides


def test_a_payload_nobody_signed_is_refused(chain: TestChain) -> None:
    assert scene.refusal(chain, scene.raw_write(chain, scene.payload(BEACON.pulse(3)), None)) == "BadSigner"


def test_a_signature_over_another_payload_is_refused(chain: TestChain) -> None:
    other = scene.signature(scene.payload(BEACON.pulse(4)))
    assert scene.refusal(chain, scene.raw_write(chain, scene.payload(BEACON.pulse(3)), other)) == "BadProof"


def test_keys_of_another_scheme_are_refused(chain: TestChain) -> None:
    signed = PULSES_PAYLOAD(0, (BEACON.pulse(3),), Case("Ed25519", (bytes(32),)))
    assert scene.refusal(chain, scene.raw_write(chain, signed, Case("Ed25519", (bytes(64),)))) == "BadProof"


def test_a_payload_of_a_later_block_must_wait(chain: TestChain) -> None:
    following = chain.ctx.block_number + 1
    raw = raw_of(chain, BEACON.pulse(3), height=following)
    assert scene.refusal(chain, raw) == "Future"
    chain.block()
    assert scene.validate(chain, raw)


@pytest.mark.parametrize("rounds", [(), (3, 4)])
def test_one_round_a_call(chain: TestChain, rounds: tuple[int, ...]) -> None:
    assert scene.refusal(chain, raw_of(chain, *(BEACON.pulse(one) for one in rounds))) == "Call"


def test_a_round_that_is_not_newer_is_stale(chain: TestChain) -> None:
    BEACON.publish(chain, 8)
    assert [scene.refusal(chain, raw_of(chain, BEACON.pulse(one))) for one in (7, 8)] == ["Stale", "Stale"]
    assert scene.validate(chain, raw_of(chain, BEACON.pulse(9)))


def test_what_proves_nothing_takes_no_room_in_blocks(chain: TestChain) -> None:
    # The reference takes it into blocks and passes it over there, for free.
    foreign, broken = MadeBeacon("another").pulse(3), BEACON.pulse(3)._replace(signature=bytes(48))
    for pulse in (foreign, broken, BEACON.pulse(3)._replace(randomness=bytes(32))):
        assert scene.refusal(chain, raw_of(chain, pulse)) == "BadProof"


def local_raw(chain: TestChain, pulse: object) -> bytes:
    return chain.runtime.bare("Drand", "write_local_pulse", pulse)


def test_local_rounds_prove_themselves_without_a_signer(chain: TestChain) -> None:
    valid = scene.validate(chain, local_raw(chain, LOCAL.pulse(5)))
    assert valid.provides != scene.validate(chain, raw_of(chain, BEACON.pulse(5))).provides
    assert scene.refusal(chain, local_raw(chain, BEACON.pulse(5))) == "BadProof"
    LOCAL.publish(chain, 5, book=books.LOCAL)
    assert scene.refusal(chain, local_raw(chain, LOCAL.pulse(5))) == "Stale"


def test_a_chain_without_a_local_beacon_takes_no_local_round() -> None:
    chain = scene.build()
    assert scene.refusal(chain, local_raw(chain, LOCAL.pulse(5))) == "Call"


def test_a_block_stores_an_unsigned_round_and_refuses_it_twice(chain: TestChain) -> None:
    extrinsic = chain.runtime.decode(raw_of(chain, BEACON.pulse(3)))
    applied = chain.runtime.executive.apply(chain.ctx, extrinsic, 1, signature_known=True)
    assert applied.error is None
    assert storage.last_stored_round.get(chain.ctx) == 3
    [outcome] = chain.events("ExtrinsicSuccess")
    assert outcome.phase == Case("ApplyExtrinsic", (1,))
    with pytest.raises(InvalidTransaction, match="Stale"):
        chain.runtime.executive.apply(chain.ctx, extrinsic, 2, signature_known=True)


@pytest.mark.parametrize("name, args", [("set_oldest_stored_round", (1,))])
def test_other_calls_must_be_signed(chain: TestChain, name: str, args: tuple[object, ...]) -> None:
    with pytest.raises(UnknownTransaction, match="NoUnsignedValidator"):
        scene.validate(chain, chain.runtime.bare("Drand", name, *args))
