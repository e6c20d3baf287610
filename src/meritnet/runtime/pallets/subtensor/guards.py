"""Checks before the dispatch of some calls, for every signed dispatch and for admission to the pool.

    coldkey swap   every call    an account with an announced swap does nothing else; with a disputed one, nothing
    weights        weights       equal lists, enough stake, a commit that may be revealed now, a round to come
    rate limits    weights, new subnets
    take           takes         within bounds, own hotkey
    serving        endpoints     all checks of the call
    EVM key        its call      a uid, not too soon after the last time

They run in this order and apply to nested calls as well; a refused call stays out of the pool instead of paying a fee.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import CallDef
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.framework.weights import ZERO, Weight, measured
from meritnet.runtime.pallets.key_swaps.storage import coldkey_swap_announcements, coldkey_swap_disputes

from .errors import ColdkeySwapAnnounced, ColdkeySwapDisputed
from .guards_calls import EVM_KEY_CHECKS, RATE_LIMIT_CHECKS, SERVING_CHECKS, TAKE_CHECKS
from .guards_weights import WEIGHTS_CHECKS

PALLET = "SubtensorModule"

Check = Callable[..., None]
"""`check(ctx, signer, *args of the call)`. Raises: ModuleError."""


@dataclass(frozen=True, slots=True)
class CallGuard:
    """One guard: the calls it looks at, by name, and what that adds to their weight."""

    name: str
    weight: Weight
    checks: Mapping[str, Check]

    def __call__(self, ctx: Context, signer: bytes, definition: CallDef, args: tuple[Any, ...]) -> None:
        """Raises: the ModuleError for which the call is refused."""
        check = self.checks.get(definition.name)
        if check is not None and definition.pallet == PALLET:
            check(ctx, signer, *args)

    def weight_of(self, definition: CallDef) -> Weight:
        """Return what this guard adds to the weight of a call."""
        applies = definition.pallet == PALLET and definition.name in self.checks
        return self.weight if applies else ZERO


class ColdkeySwapGuard:
    """Holds an account to its announced coldkey swap; it weighs on every call.

    Quirk: the fees that clients recorded on the reference contain this weight, e.g. 166,247 rao for a transfer.
    """

    WEIGHT = measured(17_583_000, 4198, reads=2)
    ALLOWED = frozenset(
        {
            (PALLET, "announce_coldkey_swap"),
            (PALLET, "swap_coldkey_announced"),
            (PALLET, "dispute_coldkey_swap"),
            (PALLET, "clear_coldkey_swap_announcement"),
            ("MevShield", "submit_encrypted"),
        }
    )
    """Calls that an account with an announced swap may make."""

    def __call__(self, ctx: Context, signer: bytes, definition: CallDef, args: tuple[Any, ...]) -> None:
        """Raises: ColdkeySwapDisputed, ColdkeySwapAnnounced."""
        if not coldkey_swap_announcements.exists(ctx, signer):
            return
        ensure(not coldkey_swap_disputes.exists(ctx, signer), ColdkeySwapDisputed, account=signer)
        ensure(
            (definition.pallet, definition.name) in self.ALLOWED, ColdkeySwapAnnounced, call=definition.name
        )

    def weight_of(self, definition: CallDef) -> Weight:
        """Return what this guard adds to the weight of any call."""
        return self.WEIGHT


COLDKEY_SWAP = ColdkeySwapGuard()
WEIGHTS = CallGuard("weights", measured(52_958_000, 7671, reads=11), WEIGHTS_CHECKS)
RATE_LIMITS = CallGuard("rate limits", measured(35_376_000, 4484, reads=7), RATE_LIMIT_CHECKS)
TAKE = CallGuard("take", measured(15_378_000, 4186, reads=3), TAKE_CHECKS)
SERVING = CallGuard("serving", measured(19_035_000, 4112, reads=3), SERVING_CHECKS)
EVM_KEY = CallGuard("EVM key", measured(15_448_000, 4117, reads=2), EVM_KEY_CHECKS)

GUARDS = (COLDKEY_SWAP, WEIGHTS, RATE_LIMITS, TAKE, SERVING, EVM_KEY)
"""All guards, in the order in which they run."""
