"""TAO as the subtensor rules move it: mint, spend, recycle, burn, to and from subnet accounts.

Two counters of issuance exist: Balances' own and the pallet's `TotalIssuance` (here TI). Minting is capped by
the first, emission follows the second. Plain transfers, fees and tips touch only balances. All amounts in rao.
"""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.errors import ensure
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.balances import storage as balances_storage
from meritnet.runtime.pallets.subnets.accounts import BURN_ACCOUNT, subnet_account
from meritnet.runtime.pallets.subtensor.errors import InsufficientTaoBalance

from . import storage

MAX_SUPPLY = 21_000_000 * 10**9
"""Hard cap of TAO. Unit: rao."""


def mint(ctx: Context, amount: int) -> int:
    """Grow both issuances by `amount`, at most up to the cap; return the credit, which the caller must place."""
    credit: int = min(amount, max(MAX_SUPPLY - balances_storage.total_issuance.get(ctx), 0))
    storage.total_issuance.set(ctx, storage.total_issuance.get(ctx) + credit)
    balances.issue(ctx, credit)
    return credit


def spend(ctx: Context, credit: int, who: bytes, amount: int) -> tuple[int, bool]:
    """Deposit `amount` of a credit on an account; return (credit left, whether it was deposited)."""
    if amount > credit or not balances.deposit_if_possible(ctx, who, amount):
        return credit, False
    return credit - amount, True


def recycle_credit(ctx: Context, credit: int) -> None:
    """Take back a credit that was not spent: both issuances fall, so it may be emitted again."""
    if credit:
        storage.total_issuance.set(ctx, max(storage.total_issuance.get(ctx) - credit, 0))
        balances.drop_credit(ctx, credit)


def recycle(ctx: Context, who: bytes, amount: int) -> bool:
    """Remove `amount` from an account and from both issuances; False if keeping the deposit does not allow it."""
    if amount > balances.reducible(ctx, who, keep_alive=True):
        return False
    balances.withdraw(ctx, who, amount, keep_alive=True)
    recycle_credit(ctx, amount)
    return True


def burn(ctx: Context, who: bytes, amount: int) -> None:
    """Move `amount` to the burn account, out of reach for good; the issuances stay. Raises: TokenError."""
    transfer(ctx, who, BURN_ACCOUNT, amount)


def destroy(ctx: Context, who: bytes, amount: int) -> None:
    """Take `amount` out of the account and both issuances, with an event, so that supply falls visibly."""
    balances.burn(ctx, who, amount, keep_alive=True)
    storage.total_issuance.set(ctx, max(storage.total_issuance.get(ctx) - amount, 0))


def movable(ctx: Context, coldkey: bytes) -> int:
    """Return what a coldkey can move while it keeps the existential deposit."""
    return balances.reducible(ctx, coldkey, keep_alive=True)


def to_subnet(ctx: Context, coldkey: bytes, netuid: int, amount: int) -> int | None:
    """Move up to `amount` from a coldkey to the subnet's account and return what was moved.

    None means that nothing could be moved (the reference's InsufficientBalance); an amount of 0 is a no-op.
    """
    if amount == 0:
        return 0
    moved = min(amount, movable(ctx, coldkey))
    if moved == 0:
        return None
    balances.transfer(ctx, coldkey, subnet_account(netuid), moved, keep_alive=True)
    return moved


def from_subnet(ctx: Context, netuid: int, who: bytes, amount: int) -> None:
    """Move `amount` out of the subnet's account; the account may be reaped. Raises: TokenError."""
    transfer(ctx, subnet_account(netuid), who, amount)


def transfer(ctx: Context, source: bytes, dest: bytes, amount: int) -> None:
    """Move `amount` and reap the source if it must be; dust lost that way also leaves the pallet's issuance.

    Raises: InsufficientTaoBalance, TokenError.
    """
    movable_now = balances.reducible(ctx, source, keep_alive=False)
    ensure(amount <= movable_now, InsufficientTaoBalance, amount=amount, movable=movable_now, account=source)
    before = balances_storage.total_issuance.get(ctx)
    balances.transfer(ctx, source, dest, amount, keep_alive=False)
    lost = before - balances_storage.total_issuance.get(ctx)
    if lost:
        storage.total_issuance.set(ctx, max(storage.total_issuance.get(ctx) - lost, 0))
