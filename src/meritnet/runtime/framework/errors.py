"""Dispatch errors as the chain encodes them, and the declaration of module errors.

A pallet declares `AmountTooLow = ErrorDef("SubtensorModule", 20, "AmountTooLow", "what happened, bound, next
step")` and raises it by calling it: `raise AmountTooLow(amount=5, minimum=2_000_000)`. The fields go to logs
and explanations; the chain stores only pallet index and error index.
"""

from dataclasses import dataclass
from typing import Any, NoReturn

from meritnet.codec import Case
from meritnet.primitives.errors import MeritnetError

from .weights import Weight


class DispatchError(MeritnetError):
    """A call failed; its effects are rolled back and the error is recorded in `System.ExtrinsicFailed`.

    `actual_weight` is what the failed call used of its weight, where it says so.
    """

    variant = "Other"
    actual_weight: Weight | None = None

    @property
    def name(self) -> str:
        """What the chain calls it: a module error's own name, else the innermost variant's."""
        return self.variant

    def arguments(self) -> tuple[Any, ...]:
        """Return the arguments of the encoded variant; module errors are encoded by the runtime, which knows
        indices.
        """
        return ()

    def case(self) -> Case:
        """Return the value of the `DispatchError` enum."""
        return Case(self.variant, self.arguments())


class BadOrigin(DispatchError):
    """The origin may not make this call."""

    variant = "BadOrigin"


class CannotLookup(DispatchError):
    """An address is not an account id that this chain can resolve."""

    variant = "CannotLookup"


class Exhausted(DispatchError):
    """A resource of the block is used up."""

    variant = "Exhausted"


class ConsumerRemaining(DispatchError):
    """The account still has consumers and cannot be removed."""

    variant = "ConsumerRemaining"


class NoProviders(DispatchError):
    """The account has no reason to exist, so nothing may refer to it."""

    variant = "NoProviders"


class TooManyConsumers(DispatchError):
    """Too much refers to the account already."""

    variant = "TooManyConsumers"


class Unavailable(DispatchError):
    """Something the call needs is not there, such as the bytes behind a hash."""

    variant = "Unavailable"


class Corruption(DispatchError):
    """Stored bytes do not decode."""

    variant = "Corruption"


class Other(DispatchError):
    """An error without a variant of its own."""

    variant = "Other"


class _Nested(DispatchError):
    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{self.variant}.{kind}" + (f": {detail}" if detail else ""))
        self.kind = kind

    @property
    def name(self) -> str:
        return self.kind

    def arguments(self) -> tuple[Any, ...]:
        return (Case(self.kind, ()),)


class TokenError(_Nested):
    """A balance rule forbids it: FundsUnavailable, OnlyProvider, BelowMinimum, NotExpendable, Frozen, ..."""

    variant = "Token"


class ArithmeticFailure(_Nested):
    """Underflow, Overflow or DivisionByZero."""

    variant = "Arithmetic"


class TransactionalError(_Nested):
    """LimitReached or NoLayer."""

    variant = "Transactional"


@dataclass(frozen=True, slots=True)
class ErrorDef:
    """A declared module error. Calling it gives the exception to raise.

    `wire_text` stands in metadata instead of `text` where a client's programs hold the words against expected ones.
    """

    pallet: str
    index: int
    name: str
    text: str
    wire_text: str | None = None

    def __call__(self, **fields: object) -> "ModuleError":
        return ModuleError(self, fields)


class ModuleError(DispatchError):
    """A declared error of a pallet, with the values that explain it."""

    variant = "Module"

    def __init__(self, definition: ErrorDef, fields: dict[str, object]) -> None:
        shown = ", ".join(f"{k}={v.hex() if isinstance(v, bytes) else v}" for k, v in fields.items())
        super().__init__(
            f"{definition.pallet}.{definition.name}: {definition.text}" + (f" ({shown})" if shown else "")
        )
        self.definition = definition
        self.fields = fields

    @property
    def name(self) -> str:
        """The error's name on chain."""
        return self.definition.name


def ensure(condition: object, error: ErrorDef, **fields: object) -> None:
    """Raises: the module error unless `condition` holds."""
    if not condition:
        raise error(**fields)


def fail(error: ErrorDef, **fields: object) -> NoReturn:
    """Raises: the module error, always."""
    raise error(**fields)


class InvalidTransaction(MeritnetError):
    """The pool or block refuses the extrinsic: it is not valid now. `variant` is the on-chain name."""

    def __init__(self, variant: str, custom: int | None = None, detail: str = "") -> None:
        super().__init__(
            f"{variant}{'' if custom is None else f'({custom})'}" + (f": {detail}" if detail else "")
        )
        self.variant = variant
        self.custom = custom
        self.detail = detail

    def case(self) -> Case:
        """Return the value of the `TransactionValidityError` enum."""
        inner = Case(self.variant, () if self.custom is None else (self.custom,))
        return Case("Invalid", (inner,))


class UnknownTransaction(MeritnetError):
    """Validity cannot be told: CannotLookup, NoUnsignedValidator."""

    def __init__(self, variant: str, detail: str = "") -> None:
        super().__init__(variant + (f": {detail}" if detail else ""))
        self.variant = variant
        self.detail = detail

    def case(self) -> Case:
        """Return the value of the `TransactionValidityError` enum."""
        return Case("Unknown", (Case(self.variant, ()),))
