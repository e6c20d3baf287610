"""What a player sees of the chain while it makes up calls: who owns what, what is pending, what may come next."""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from meritnet.codec import Case
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.registration import hotkeys, uids
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets.queries import non_root, owner
from meritnet.testing.beacon import MadeBeacon

from .cast import COLD, HOT, SHARED, SPARE, URI_OF

TAO = 10**9
T = TypeVar("T")


class Nothing(Exception):
    """The state has nothing that the wanted call could be about; another call is drawn instead."""


class Position(NamedTuple):
    """A stake of somebody who can sign."""

    hotkey: bytes
    coldkey: bytes
    netuid: int
    alpha: int


class Notes:
    """What the players themselves remember: secrets behind commits, calls behind hashes, orders that they signed."""

    def __init__(self) -> None:
        self.rows: list[tuple[bytes, int, int, tuple[int, ...], tuple[int, ...], tuple[int, ...]]] = []
        """Committed weights: (hotkey, netuid, mechanism, uids, values, salt)."""
        self.calls: list[Case] = []
        """Calls that somebody announced, stored or approved by their hash."""
        self.orders: list[Any] = []  # Any: values of SIGNED_ORDER
        self.swaps: dict[bytes, bytes] = {}
        """New coldkeys by the coldkey that announced them."""
        self.multisigs: list[tuple[tuple[bytes, ...], int, Case]] = []
        """Shared operations: (signatories in order, threshold, call)."""
        self.pures: list[tuple[bytes, bytes, str, int, int, int]] = []
        """Pure accounts: (account, creator, proxy type, index, block, extrinsic)."""
        self.names = 0
        self.sign: Callable[[str, Case], bytes] | None = None
        """Signs a call with the next nonce, for transactions that others carry."""

    def remember(self, items: list[Any], item: Any, most: int = 40) -> None:
        """Keep an item, at the cost of the oldest."""
        items.append(item)
        del items[:-most]


class View:
    """The state at this moment, for one move. With `pinned` the sender is given, as for calls within others."""

    def __init__(
        self,
        ctx: Context,
        rng: random.Random,
        notes: Notes,
        beacon: MadeBeacon,
        *,
        pinned: bytes | None = None,
    ) -> None:
        self.ctx, self.rng, self.notes, self.beacon, self.pinned = ctx, rng, notes, beacon, pinned

    def within(self, sender: bytes | None) -> "View":
        """Return the same view for a call by a given sender."""
        return View(self.ctx, self.rng, self.notes, self.beacon, pinned=sender)

    # --- choices ----------------------------------------------------------------------------------------

    def one(self, items: Sequence[T]) -> T:
        """Return one of the items. Raises: Nothing."""
        if not items:
            raise Nothing
        return items[self.rng.randrange(len(items))]

    def mine(self, items: Sequence[tuple[bytes, T]]) -> tuple[bytes, T]:
        """Return one (signer, item) of the pinned sender, or of anybody who can sign. Raises: Nothing."""
        who = [i for i in items if (i[0] == self.pinned if self.pinned else i[0] in URI_OF)]
        return self.one(who)

    def chance(self, share: float) -> bool:
        """Return True in that share of cases."""
        return self.rng.random() < share

    # --- accounts ---------------------------------------------------------------------------------------

    def cold(self) -> bytes:
        """Return the sender: a coldkey."""
        return self.pinned or self.one(COLD)

    def account(self) -> bytes:
        """Return any account."""
        kind = self.rng.random()
        if kind < 0.1:
            return self.one(SHARED)
        if kind < 0.75:
            return self.one(COLD)
        if kind < 0.97:
            return self.one(HOT)
        return self.rng.randbytes(32) if kind < 0.985 else bytes(32)

    def address(self) -> Case:
        """Return any account as a destination."""
        return Case("Id", (self.account(),))

    def hot(self, of: bytes | None = None) -> bytes:
        """Return a hotkey, mostly one of the coldkey's."""
        if of is not None and self.chance(0.85):
            owned = hotkeys.owned_by(self.ctx, of)
            if owned:
                return self.one(owned)
        return self.one(HOT)

    def keeper(self) -> tuple[bytes, bytes]:
        """Return (coldkey, one of its hotkeys); registered ones twice as often."""
        found = []
        for who in (*COLD, *SPARE):
            for hotkey in hotkeys.owned_by(self.ctx, who):
                found += [(who, hotkey)] * (2 if uids.is_registered_anywhere(self.ctx, hotkey) else 1)
        return self.mine(found)

    def free_hot(self) -> bytes:
        """Return a hotkey that nobody has claimed, if there is one."""
        free = [who for who in HOT if not hotkeys.exists(self.ctx, who)]
        return self.one(free) if free else self.rng.randbytes(32)

    # --- subnets ----------------------------------------------------------------------------------------

    @cached_property
    def subnets(self) -> list[int]:
        """Return the subnets without root."""
        return non_root(self.ctx)

    def netuid(self) -> int:
        """Return a subnet, now and then root or one that does not exist."""
        kind = self.rng.random()
        if kind < 0.96:
            return self.one(self.subnets)
        return 0 if kind < 0.985 else self.rng.choice([99, 65_535])

    def owned(self) -> tuple[bytes, int]:
        """Return (owner, netuid) of a subnet whose owner can sign."""
        return self.mine([(owner(self.ctx, netuid), netuid) for netuid in self.subnets])

    @cached_property
    def neurons(self) -> list[tuple[bytes, tuple[int, int]]]:
        """Return (hotkey, (netuid, uid)) of every slot."""
        return [
            (hotkey, (netuid, uid))
            for netuid in self.subnets
            for uid, hotkey in enumerate(uids.hotkeys(self.ctx, netuid))
        ]

    def neuron(self) -> tuple[bytes, int, int]:
        """Return (hotkey, netuid, uid) of a neuron that can sign."""
        hotkey, (netuid, uid) = self.mine(self.neurons)
        return hotkey, netuid, uid

    # --- money ------------------------------------------------------------------------------------------

    def free(self, who: bytes) -> int:
        """Return a balance."""
        return int(balances.free(self.ctx, who))

    def tao(self, who: bytes, most: int = 3_000 * TAO) -> int:
        """Return an amount that the account can mostly spend."""
        kind = self.rng.random()
        if kind < 0.04:
            return self.rng.choice([0, 1, 499, 2**64 - 1, self.free(who), self.free(who) + 1])
        top = max(min(self.free(who) // 3, most), 1)
        return self.rng.randrange(1, top + 1)

    def positions(self) -> Iterator[Position]:
        """Yield every stake that is not 0, of coldkeys that can sign."""
        keys = {key for item in (staking.alpha, staking.alpha_v2) for key, _ in item.iter_prefix(self.ctx)}
        for hotkey, coldkey, netuid in sorted(keys):
            if coldkey == self.pinned or (self.pinned is None and coldkey in URI_OF):
                alpha = stake.stake_of(self.ctx, hotkey, coldkey, netuid)
                if alpha:
                    yield Position(hotkey, coldkey, netuid, alpha)

    def position(self) -> Position:
        """Return one stake. Raises: Nothing."""
        return self.one(list(self.positions()))

    def part(self, amount: int) -> int:
        """Return a part of an amount, now and then all, or what is none."""
        kind = self.rng.random()
        if kind < 0.1:
            return amount
        if kind < 0.14:
            return self.rng.choice([0, 1, amount + 1, 2**64 - 1])
        return self.rng.randrange(1, max(amount // 2, 2))

    def share(self) -> int:
        """Return a 16-bit share."""
        return self.rng.choice([0, 1, 100, 5_000, 11_000, 20_000, 40_000, 65_535])
