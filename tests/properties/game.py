"""Plays: draws calls for a world block by block, watches over what must hold, and says what was done."""

import random
from collections.abc import Iterator, Sequence

from meritnet.codec import Case
from meritnet.runtime.pallets.safe_mode import storage as safe_mode
from meritnet.runtime.pallets.sudo.declarations import key as sudo_key

from . import moves, renaming
from .cast import ROOT_ACCOUNT, URI_OF, shown
from .moves_admin import repairs
from .moves_nested import remove_and_set
from .tally import Tally, counted, declared
from .view import Notes, View
from .world import Broken, World

moves.register_all()
NAMES = tuple(sorted(declared()))
OFTEN = {
    **dict.fromkeys(
        ["add_stake", "burned_register", "start_call", "commit_weights", "commit_mechanism_weights"], 4
    ),
    **dict.fromkeys(
        ["set_weights", "set_mechanism_weights", "register_network", "commit_timelocked_weights"], 3
    ),
    **dict.fromkeys(
        ["reveal_weights", "reveal_mechanism_weights", "batch_reveal_weights", "execute_orders"], 4
    ),
    **dict.fromkeys(
        [
            "swap_coldkey_announced",
            "reset_coldkey_swap",
            "finalize",
            "transfer_keep_alive",
            "remove_stake",
            "root_register",
            "terminate_lease",
        ],
        3,
    ),
    "contribute": 6,
    "create": 2,
}
"""How many times as often as others a call is drawn that the network lives on, or that seldom finds its moment."""
DRAWN = tuple(OFTEN.get(name.split(".")[1], 1) for name in NAMES)
ALWAYS_FAIL = frozenset({
    "AdminUtils.sudo_set_network_pow_registration_allowed", "AdminUtils.sudo_set_total_issuance", "SafeMode.enter",
    "SafeMode.extend", "SafeMode.force_release_deposit", "SafeMode.force_slash_deposit", "SafeMode.release_deposit",
    "SubtensorModule.schedule_swap_coldkey", "Swap.add_liquidity",
    "Swap.disable_lp", "Swap.modify_position", "Swap.remove_liquidity", "Swap.toggle_user_liquidity",
})  # fmt: skip
"""Calls that are retired, or whose moment never comes here: safe mode takes no deposits on this chain."""
WAYS = {
    "SubtensorModule.terminate_lease": (
        "Crowdloan.create", "Crowdloan.contribute", "Crowdloan.contribute", "Crowdloan.finalize",
        "SubtensorModule.terminate_lease",
    ),
    "Proxy.kill_pure": ("Proxy.create_pure", "Utility.batch", "Utility.force_batch", "Utility.batch_all"),
    "SafeMode.force_extend": ("SafeMode.force_enter", "SafeMode.force_extend", "SafeMode.force_exit"),
    "SubtensorModule.register_leased_network": ("Crowdloan.create", "Crowdloan.contribute", "Crowdloan.finalize"),
}  # fmt: skip
"""What makes the moment come for a call that needs others before it."""
PATIENCE = 200
"""Blocks after which calls that never succeeded are drawn more often."""
HURRY = 0.4
"""Share of the blocks from then on in which one of them is tried."""
SWAP_EVERY = 25
"""Blocks between two swaps of keys that are made on the side, to see that they rename and do nothing else."""
REPAIR_EVERY = 40
"""Blocks between two repairs by root."""


class Game:
    """A world and those who play in it."""

    def __init__(self, seed: int, *, rules: bool = False, shielded: bool = True) -> None:
        self.world = World(seed, rules=rules, shielded=shielded)
        self.rng = random.Random(seed + 2)
        self.notes = Notes()
        self.notes.sign = self.world.signed
        self.tally = Tally()
        self.rounds = 0
        self.swaps_checked = 0

    def view(self) -> View:
        """Return what players see now."""
        return View(self.world.ctx, self.rng, self.notes, self.world.beacons[0])

    def block(self, names: Sequence[str] | None = None, calls: int = 4) -> None:
        """Make a block of the named calls, or of drawn ones. Raises: Broken, once the block is made."""
        self.rounds += 1

        def play() -> Iterator[tuple[str, Case]]:
            if safe_mode.entered_until.exists(self.world.ctx) and self.rng.random() < 0.6:
                yield from self._by_root("SafeMode.force_exit", ())
            if self.rounds % REPAIR_EVERY == 1:
                for name, args in repairs(self.view()):
                    yield from self._by_root(name, args)
                yield self._removed_key()
                yield self._home_key()
            for name in names or self._drawn(calls):
                made = moves.transaction(self.view(), name)
                if made is not None:
                    yield made

        with counted(self.tally):
            wrong = self.world.block(play)
        if wrong:
            last = self.world.record[-1][0]
            runtime = self.world.machine.runtime
            sent = [shown(runtime.decode(raw).call) for raw in last.extrinsics]
            events = [shown((r.event.name, *r.args)) for r in self.world.last_events]
            lines = ["its calls:", *sent, "its events:", *events]
            raise Broken(f"block {last.height}: " + "; ".join(wrong) + "\n" + "\n  ".join(lines))

        if self.rounds % SWAP_EVERY == 0:
            self._check_swaps()

    def _drawn(self, calls: int) -> list[str]:
        """Return names of calls for a block; who waited long for a first success comes more often."""
        drawn = self.rng.choices(NAMES, DRAWN, k=self.rng.randrange(calls * 2))
        waiting = self.never_succeeded()
        if self.rounds > PATIENCE and waiting and self.rng.random() < HURRY:
            name = self.rng.choice(waiting)
            drawn += WAYS.get(name, (name,))
        return drawn

    def never_succeeded(self) -> list[str]:
        """Return the calls that can succeed but did not yet."""
        return [name for name in NAMES if name not in ALWAYS_FAIL and not self.tally.succeeded[name]]

    def _check_swaps(self) -> None:
        for check in (renaming.check_hotkey_swap, renaming.check_coldkey_swap):
            found = check(self.view())
            if found is not None:
                self.swaps_checked += 1
            if found:
                raise Broken(
                    f"after block {self.world.ctx.block_number}, {check.__name__}: " + "; ".join(found)
                )

    def _by_root(self, name: str, args: tuple[object, ...]) -> Iterator[tuple[str, Case]]:
        key = sudo_key.get(self.world.ctx)
        if key in URI_OF:
            yield URI_OF[key], moves.build("Sudo.sudo", (moves.build(name, args),))

    def _removed_key(self) -> tuple[str, Case]:
        key, call = remove_and_set(self.view())
        return URI_OF[key], call

    def _home_key(self) -> tuple[str, Case]:
        key = sudo_key.get(self.world.ctx)
        return URI_OF[key], moves.build("Sudo.set_key", (Case("Id", (ROOT_ACCOUNT,)),))
