"""Randomness that rules draw from the public beacon."""

from meritnet.codec import BYTES, U32
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.pallets.drand.randomness import random, random_at

from . import scene
from .scene import BEACON


def test_before_the_first_round_there_is_none() -> None:
    chain = scene.build()
    chain.block(4)
    assert random(chain.ctx, b"subject") == (bytes(32), chain.ctx.block_number - 1)
    assert random_at(chain.ctx, 3) == bytes(32)


def test_it_is_the_hash_of_subject_block_and_the_newest_rounds_randomness() -> None:
    chain = scene.build()
    chain.block(4)
    BEACON.publish(chain, 3, 4)
    before = chain.ctx.block_number - 1
    # SCALE of (subject, block before, randomness): two counted byte strings around a u32.
    text = BYTES.encode(b"subject") + U32.encode(before) + BYTES.encode(BEACON.pulse(4).randomness)
    assert random(chain.ctx, b"subject") == (blake2_256(text), before)
    assert random(chain.ctx, b"subjecu")[0] != blake2_256(text)
    assert random_at(chain.ctx, 3) == BEACON.pulse(3).randomness
