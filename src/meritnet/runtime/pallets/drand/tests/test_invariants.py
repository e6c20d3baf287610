"""A sound state has nothing wrong; each broken one is named."""

import dataclasses

from meritnet.runtime.pallets.drand import books, storage
from meritnet.runtime.pallets.drand.invariants import check
from meritnet.testing.beacon import MadeBeacon

from . import scene
from .scene import BEACON


def test_rounds_of_both_beacons_are_sound() -> None:
    chain = scene.build(local=True)
    assert check(chain.ctx) == []
    BEACON.publish(chain, 3, 5)
    MadeBeacon("local").publish(chain, 4, book=books.LOCAL)
    assert check(chain.ctx) == []


def test_broken_books_are_named() -> None:
    chain = scene.build()
    storage.pulses.set(chain.ctx, 9, BEACON.pulse(8))
    assert check(chain.ctx) == [
        "public round 9 is stored as round 8",
        "public round 9 is newer than the newest, 0",
    ]
    storage.last_stored_round.set(chain.ctx, 11)
    assert check(chain.ctx)[1:] == ["the newest public round, 11, is not stored"]


def test_a_local_beacon_on_another_preset_is_named() -> None:
    chain = scene.build(local=True)
    chain.ctx.params = dataclasses.replace(chain.ctx.params, preset="reference")
    assert check(chain.ctx) == ["a chain of preset reference has a local beacon"]
