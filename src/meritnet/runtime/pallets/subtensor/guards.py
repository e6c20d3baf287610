"""Checks before the dispatch of some calls, for every signed dispatch and for admission to the pool.

    coldkey swap   every call    nothing to check; its weight is part of every fee
    weights        weights       equal lists, enough stake, a commit that may be revealed now, a round to come
    rate limits    weights, new subnets
    take           takes         within bounds, own hotkey
    serving        endpoints     all checks of the call

They run in this order and apply to nested calls as well; a refused call stays out of the pool instead of paying a fee.
Absent: coldkey swaps and EVM keys, whose guards have nothing to look at.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import CallDef
from meritnet.runtime.framework.weights import ZERO, Weight, measured

from .guards_calls import RATE_LIMIT_CHECKS, SERVING_CHECKS, TAKE_CHECKS
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
    """Lets everything pass, since no coldkey can be swapped; it still weighs on every call.

    Quirk: the fees that clients recorded on the reference contain this weight, e.g. 166,247 rao for a transfer.
    """

    WEIGHT = measured(17_583_000, 4198, reads=2)

    def __call__(self, ctx: Context, signer: bytes, definition: CallDef, args: tuple[Any, ...]) -> None:
        """Pass."""

    def weight_of(self, definition: CallDef) -> Weight:
        """Return what this guard adds to the weight of any call."""
        return self.WEIGHT


COLDKEY_SWAP = ColdkeySwapGuard()
WEIGHTS = CallGuard("weights", measured(52_958_000, 7671, reads=11), WEIGHTS_CHECKS)
RATE_LIMITS = CallGuard("rate limits", measured(35_376_000, 4484, reads=7), RATE_LIMIT_CHECKS)
TAKE = CallGuard("take", measured(15_378_000, 4186, reads=3), TAKE_CHECKS)
SERVING = CallGuard("serving", measured(19_035_000, 4112, reads=3), SERVING_CHECKS)

GUARDS = (COLDKEY_SWAP, WEIGHTS, RATE_LIMITS, TAKE, SERVING)
"""All guards, in the order in which they run."""
