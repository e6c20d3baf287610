"""A chain with a crowdloan of Alice's that pays Charlie."""

from typing import Any

from meritnet.codec import Case
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.crowdloan import invariants, storage
from meritnet.testing.chain import TestChain, account

PALLET = "Crowdloan"
TAO = 10**9
DEPOSIT, CAP, END = 50 * TAO, 200 * TAO, 1_000
LEAST = TAO
TARGET = account("//Charlie")


def create(chain: TestChain, *, by: str = "//Alice", call: Case | None = None, **terms: Any) -> int:
    """Make a crowdloan and return its id."""
    crowdloan_id = int(storage.next_crowdloan_id.get(chain.ctx))
    chain.ok(PALLET, "create", *arguments(call=call, **terms), by=by)
    return crowdloan_id


def arguments(
    *,
    deposit: int = DEPOSIT,
    least: int = LEAST,
    cap: int = CAP,
    end: int = END,
    call: Case | None = None,
    target: bytes | None = TARGET,
) -> tuple[Any, ...]:
    """Return the arguments of `create`; with a call there is no target."""
    return deposit, least, cap, end, call, None if call is not None else target


def scene() -> TestChain:
    """Return a chain with crowdloan 0."""
    chain = TestChain()
    create(chain)
    return chain


def found(chain: TestChain, crowdloan_id: int = 0) -> Any:
    """Return a crowdloan's record."""
    return storage.crowdloans.get(chain.ctx, crowdloan_id)


def free(chain: TestChain, who: str | bytes) -> int:
    """Return a free balance."""
    return balances.free(chain.ctx, account(who) if isinstance(who, str) else who)


def sound(chain: TestChain) -> None:
    """Demand that the crowdloans' books are in order."""
    assert invariants.check(chain.ctx) == []
