"""Opening timelocks with stored rounds, of one beacon and of two."""

import dataclasses

import pytest

from meritnet.crypto.timelock import CannotOpen, Failure
from meritnet.runtime.pallets.drand import books, storage
from meritnet.runtime.pallets.drand.opening import is_lost, open_timelock
from meritnet.testing.beacon import MadeBeacon

from . import scene
from .scene import BEACON

LOCAL = MadeBeacon("local")


def test_a_round_opens_what_was_locked_to_it_once_it_is_stored() -> None:
    chain = scene.build()
    sealed = BEACON.lock(b"secret", 7)
    assert open_timelock(chain.ctx, 7, sealed) is None
    BEACON.publish(chain, 7)
    assert open_timelock(chain.ctx, 7, sealed) == b"secret"


def test_a_round_that_was_left_out_is_lost() -> None:
    chain = scene.build()
    sealed = BEACON.lock(b"secret", 7)
    assert not is_lost(chain.ctx, 7)
    BEACON.publish(chain, 6)
    assert not is_lost(chain.ctx, 7)
    BEACON.publish(chain, 8)
    assert is_lost(chain.ctx, 7)
    assert open_timelock(chain.ctx, 7, sealed) is None


def test_a_stored_round_that_does_not_open_it_says_why() -> None:
    chain = scene.build()
    BEACON.publish(chain, 7)
    for sealed, failure in ((BEACON.lock(b"x", 8), Failure.DECRYPT), (b"none", Failure.CIPHERTEXT)):
        with pytest.raises(CannotOpen) as caught:
            open_timelock(chain.ctx, 7, sealed)
        assert caught.value.failure is failure


def test_a_signature_stored_as_text_marked_0x_is_read_without_the_mark() -> None:
    chain = scene.build()
    BEACON.publish(chain, 7)
    pulse = BEACON.pulse(7)
    storage.pulses.set(chain.ctx, 7, pulse._replace(signature=b"0x" + pulse.signature))
    assert open_timelock(chain.ctx, 7, BEACON.lock(b"secret", 7)) == b"secret"
    storage.pulses.set(chain.ctx, 7, pulse._replace(signature=bytes(48)))
    with pytest.raises(CannotOpen, match="signature"):
        open_timelock(chain.ctx, 7, BEACON.lock(b"secret", 7))


def test_either_beacon_of_a_development_chain_opens_its_own() -> None:
    chain = scene.build(local=True)
    ours, public = LOCAL.lock(b"ours", 7), BEACON.lock(b"theirs", 7)
    LOCAL.publish(chain, 7, book=books.LOCAL)
    assert open_timelock(chain.ctx, 7, ours) == b"ours"
    # The public beacon is not there yet; what is locked to it goes on waiting.
    assert open_timelock(chain.ctx, 7, public) is None
    assert not is_lost(chain.ctx, 7)
    BEACON.publish(chain, 7)
    assert open_timelock(chain.ctx, 7, public) == b"theirs"
    with pytest.raises(CannotOpen):
        open_timelock(chain.ctx, 7, MadeBeacon("third").lock(b"x", 7))


def test_bytes_that_are_no_ciphertext_wait_for_no_second_beacon() -> None:
    chain = scene.build(local=True)
    LOCAL.publish(chain, 7, book=books.LOCAL)
    with pytest.raises(CannotOpen):
        open_timelock(chain.ctx, 7, b"none")


def test_no_other_preset_opens_with_local_rounds() -> None:
    chain = scene.build(local=True)
    LOCAL.publish(chain, 7, book=books.LOCAL)
    chain.ctx.params = dataclasses.replace(chain.ctx.params, preset="meritnet")
    assert open_timelock(chain.ctx, 7, LOCAL.lock(b"ours", 7)) is None
    assert books.followed(chain.ctx) == (books.PUBLIC,)
