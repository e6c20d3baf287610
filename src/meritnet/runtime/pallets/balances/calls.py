"""Calls of the Balances pallet."""

from meritnet.codec import BOOL, Case, Compact, Enum, Variant, Vec
from meritnet.codec.common import ACCOUNT_ID, MULTI_ADDRESS, TAO
from meritnet.primitives.fixed import U64_MAX
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import call
from meritnet.runtime.framework.errors import CannotLookup, ensure
from meritnet.runtime.framework.origin import Origin, ensure_root, ensure_signed
from meritnet.runtime.framework.weights import measured
from meritnet.runtime.pallets.system import accounts as system

from . import accounts, reserves, storage
from .errors import DeltaZero
from .events import BalanceSet, TotalIssuanceForced, Upgraded

PALLET = "Balances"
ADJUSTMENT = Enum(
    "pallet_balances::types::AdjustmentDirection", [Variant(0, "Increase", []), Variant(1, "Decrease", [])]
)
DEST_VALUE = {"dest": MULTI_ADDRESS, "value": Compact(TAO)}

# The keep-alive weight makes the recorded fee of 166,247 rao for a 144-byte transfer; the others stand in
# proportion.
TRANSFER_KEEP_ALIVE = measured(31_467_000, 3593, reads=1, writes=1)
TRANSFER = measured(40_000_000, 3593, reads=1, writes=1)


def lookup(address: Case) -> bytes:
    """Return the account of a MultiAddress. Raises: CannotLookup for forms other than Id and Address32."""
    if address.name == "Id":
        return bytes(address.args[0])
    raise CannotLookup(f"addresses of form {address.name} are not account ids; use Id")


@call(PALLET, 0, DEST_VALUE, weight=TRANSFER)
def transfer_allow_death(ctx: Context, origin: Origin, dest: Case, value: int) -> None:
    """Transfer free balance; the sender's account may be reaped."""
    accounts.transfer(ctx, ensure_signed(origin), lookup(dest), value, keep_alive=False)


@call(
    PALLET,
    2,
    {"source": MULTI_ADDRESS, "dest": MULTI_ADDRESS, "value": Compact(TAO)},
    weight=measured(42_000_000, 6196, reads=2, writes=2),
)
def force_transfer(ctx: Context, origin: Origin, source: Case, dest: Case, value: int) -> None:
    """Transfer from any account; root only."""
    ensure_root(origin)
    accounts.transfer(ctx, lookup(source), lookup(dest), value, keep_alive=False)


@call(PALLET, 3, DEST_VALUE, weight=TRANSFER_KEEP_ALIVE)
def transfer_keep_alive(ctx: Context, origin: Origin, dest: Case, value: int) -> None:
    """Transfer free balance; the sender keeps the existential deposit."""
    accounts.transfer(ctx, ensure_signed(origin), lookup(dest), value, keep_alive=True)


@call(PALLET, 4, {"dest": MULTI_ADDRESS, "keep_alive": BOOL}, weight=TRANSFER)
def transfer_all(ctx: Context, origin: Origin, dest: Case, keep_alive: bool) -> None:
    """Transfer the whole transferable balance."""
    who = ensure_signed(origin)
    amount = accounts.reducible(ctx, who, keep_alive=keep_alive)
    accounts.transfer(ctx, who, lookup(dest), amount, keep_alive=keep_alive)


@call(PALLET, 5, {"who": MULTI_ADDRESS, "amount": TAO}, weight=measured(15_000_000, 3593, reads=1, writes=1))
def force_unreserve(ctx: Context, origin: Origin, who: Case, amount: int) -> None:
    """Free some reserved balance; root only."""
    ensure_root(origin)
    account = lookup(who)
    reserves.unreserve(ctx, account, amount)


@call(
    PALLET,
    6,
    {"who": Vec(ACCOUNT_ID)},
    weight=lambda _ctx, who: measured(
        14_000_000 * len(who), 990 + 2603 * len(who), reads=len(who), writes=len(who)
    ),
    pays=lambda _ctx, who: not who,
)
def upgrade_accounts(ctx: Context, origin: Origin, who: tuple[bytes, ...]) -> None:
    """Rewrite account records that miss the current layout's mark."""
    ensure_signed(origin)
    for account in who:
        record = system.info(ctx, account)
        if record.data.flags >> 127 == 0 and system.exists(ctx, account):
            system.put(ctx, account, record._replace(data=record.data._replace(flags=1 << 127)))
            ctx.emit(Upgraded, account)


@call(
    PALLET,
    8,
    {"who": MULTI_ADDRESS, "new_free": Compact(TAO)},
    weight=measured(18_000_000, 3593, reads=1, writes=1),
)
def force_set_balance(ctx: Context, origin: Origin, who: Case, new_free: int) -> None:
    """Set a free balance; root only. Less than the existential deposit removes the account."""
    ensure_root(origin)
    account = lookup(who)
    new_free = 0 if new_free < storage.EXISTENTIAL_DEPOSIT else new_free
    accounts.set_balance(ctx, account, new_free)
    ctx.emit(BalanceSet, account, new_free)


@call(
    PALLET,
    9,
    {"direction": ADJUSTMENT, "delta": Compact(TAO)},
    weight=measured(6_000_000, 1493, reads=1, writes=1),
)
def force_adjust_total_issuance(ctx: Context, origin: Origin, direction: Case, delta: int) -> None:
    """Correct the total issuance; root only."""
    ensure_root(origin)
    ensure(delta > 0, DeltaZero, delta=delta)
    old = storage.total_issuance.get(ctx)
    new = min(old + delta, U64_MAX) if direction.name == "Increase" else max(old - delta, 0)
    storage.total_issuance.set(ctx, new)
    ctx.emit(TotalIssuanceForced, old, new)


@call(
    PALLET,
    10,
    {"value": Compact(TAO), "keep_alive": BOOL},
    weight=measured(27_000_000, 3593, reads=1, writes=1),
)
def burn(ctx: Context, origin: Origin, value: int, keep_alive: bool) -> None:
    """Burn from the caller's own balance; the issuance shrinks."""
    accounts.burn(ctx, ensure_signed(origin), value, keep_alive=keep_alive)
