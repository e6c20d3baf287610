"""What the tests of settings share: a chain with a started owner, and the marks of every setting as specified."""

from typing import Any

from meritnet.codec import Case
from meritnet.runtime.pallets.emission.storage import last_epoch_block
from meritnet.runtime.params import params_for
from meritnet.testing.chain import TestChain, account

OWNER, STRANGER, HOTKEY = "//Bob", "//Charlie", account("//owner hotkey")
NETUID = 2
UNKNOWN = 77
TEMPO = 360

# Who may change a setting and when, by call index: R root, O owner or root, L the owner waits, W freeze window,
# e must exist, n not on root.
MARKS = {
    3: "OLW", 4: "RWe", 5: "OLWe", 6: "OLWe", 7: "Re", 8: "Re", 9: "OLWe", 13: "OLWe", 14: "OLWe", 15: "OLWe",
    16: "Re", 17: "OLWe", 18: "OLWe", 19: "R", 21: "RWe", 22: "OLWe", 23: "OLWe", 24: "RWe", 25: "RWe",
    26: "OLWe", 27: "RWe", 30: "RWe", 39: "Re", 49: "OLWe", 50: "OLW", 57: "OLWe", 60: "OLWe", 61: "OLW",
    65: "R", 66: "RW", 68: "OLWe", 69: "OLW", 70: "OLW", 72: "OLW", 79: "RWe", 80: "OLW", 84: "R",
    89: "OLWen", 90: "OLWen", 92: "OWen", 93: "OLWe", 94: "Ren", 95: "OWen",
    98: "OLWen", 99: "OLWen",
}  # fmt: skip

# A value of every setting that differs from what a new subnet has and lies inside the bounds.
VALUES: dict[int, Any] = {
    3: 51, 4: 9, 5: 10, 6: 3, 7: 99, 8: 101, 9: 5, 13: 4_000, 14: 2, 15: 128, 16: 40_000, 17: 11, 18: 400, 19: False,
    21: 4, 22: 600_000, 23: 200_000_000_000, 24: 12, 25: 65, 26: 800_000, 27: 2, 30: 720, 39: 7, 49: False, 50: True,
    57: 2, 60: 1, 61: False, 65: 100, 66: True, 68: 900, 69: False, 70: True, 72: 3, 79: 0, 80: Case("Recycle"),
    84: 12, 89: 100, 90: 2 << 64, 92: False, 93: 100, 94: True, 95: True,
    98: 32_768, 99: 2 << 64,
}  # fmt: skip


def owned_chain() -> TestChain:
    """Return a slow chain on which the owner has subnet 2, with its freeze window open."""
    chain = TestChain(params_for("local", 12_000))
    chain.ok("SubtensorModule", "register_network", HOTKEY, by=OWNER)
    last_epoch_block.set(chain.ctx, NETUID, chain.ctx.block_number)
    return chain


def freeze(chain: TestChain) -> None:
    """Bring the subnet 9 blocks before its next epoch, inside of the window of 10."""
    last_epoch_block.set(chain.ctx, NETUID, 0)
    chain.ctx.block_number = TEMPO - 9


def later(chain: TestChain, blocks: int) -> None:
    """Let blocks pass without running them; the epoch cycle begins anew so that nothing is frozen."""
    chain.ctx.block_number += blocks
    last_epoch_block.set(chain.ctx, NETUID, chain.ctx.block_number)
