"""A chain with locked stake for tests: blocks are skipped by number, without what their hooks do."""

from meritnet.runtime.pallets.locks import storage
from meritnet.runtime.pallets.locks.arithmetic import Lock
from meritnet.runtime.pallets.staking.tests.scene import ALICE, HOT, PALLET, TAO, scene, staked
from meritnet.testing.chain import TestChain

STAKE, LOCKED = 1_000 * TAO, 600 * TAO
NINETY_DAYS = 648_000
HALF = 499_999_856_718
"""Recorded: what decays to this in ninety days is 10^12."""


def holder(netuid: int = 1, alpha: int = STAKE) -> TestChain:
    """Return a chain on which Alice has staked with her hotkey."""
    chain = scene()
    staked(chain, HOT, ALICE, netuid, alpha)
    return chain


def locker(mass: int = LOCKED) -> TestChain:
    """Return a chain on which Alice locked a part of her 1000 alpha for her hotkey."""
    chain = holder()
    chain.ok(PALLET, "lock_stake", HOT, 1, mass, by="//Alice")
    chain.ctx.events.clear()
    return chain


def skip(chain: TestChain, blocks: int) -> None:
    """Let blocks pass in which nothing happened."""
    chain.ctx.block_number += blocks


def lock_of(chain: TestChain, coldkey: bytes, hotkey: bytes, netuid: int = 1) -> Lock | None:
    """Return a lock as it is stored."""
    found = storage.lock.get(chain.ctx, coldkey, netuid, hotkey)
    return None if found is None else Lock(*found)
