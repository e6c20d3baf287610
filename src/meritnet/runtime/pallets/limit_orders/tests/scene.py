"""A chain with a started subnet 1 at a price of 1/32, and orders signed by development keys."""

from typing import Any

from meritnet.codec import Case
from meritnet.crypto.dev_keys import keypair
from meritnet.runtime.pallets.balances import accounts as balances
from meritnet.runtime.pallets.evm_chain_id.storage import chain_id
from meritnet.runtime.pallets.limit_orders import invariants, storage
from meritnet.runtime.pallets.limit_orders.orders import order_id
from meritnet.runtime.pallets.limit_orders.types import ORDER, ORDER_V2, SIGNED_ORDER, VERSIONED_ORDER
from meritnet.runtime.pallets.staking import stake
from meritnet.runtime.pallets.staking.tests.scene import BOBS_HOT, HOT, open_subnet, scene, staked
from meritnet.runtime.pallets.timestamp.storage import now
from meritnet.testing.chain import TestChain, account

__all__ = ["BOBS_HOT", "HOT", "open_subnet", "scene", "staked"]

PALLET = "LimitOrders"
TAO = 10**9
PRICE = 31_250_000
"""Spot price of subnet 1: 1/32, which binary fixed point holds exactly. Unit: rao of TAO per whole alpha."""
NOW = 1_700_000_000_000
RELAYER = "//Ferdie"
FEES = account("//fees")
BUY, TAKE_PROFIT, STOP_LOSS = Case("LimitBuy"), Case("TakeProfit"), Case("StopLoss")


def market() -> TestChain:
    """Return the chain at a known moment, with 1000 alpha of Bob's on subnet 1."""
    chain = scene()
    open_subnet(chain.ctx, 1, 62_500 * TAO, 2_000_000 * TAO)
    now.set(chain.ctx, NOW)
    staked(chain, BOBS_HOT, account("//Bob"), 1, 1_000 * TAO)
    return chain


def terms(chain: TestChain, *, by: str, **changes: Any) -> dict[str, Any]:
    """Return the fields of an order to buy for 10 TAO on subnet 1 at the scene's price."""
    return {
        "signer": account(by),
        "hotkey": BOBS_HOT if by == "//Bob" else HOT,
        "netuid": 1,
        "order_type": BUY,
        "amount": 10 * TAO,
        "limit_price": PRICE,
        "expiry": NOW,
        "fee_rate": 0,
        "fee_recipient": FEES,
        "relayer": None,
        "max_slippage": None,
        "chain_id": chain_id.get(chain.ctx),
        "partial_fills_enabled": False,
        **changes,
    }


def v1(chain: TestChain, *, by: str, **changes: Any) -> Case:
    """Return an order of the first version."""
    return Case("V1", (ORDER(**terms(chain, by=by, **changes)),))


def v2(chain: TestChain, *, by: str, records: bool = False, **changes: Any) -> Case:
    """Return an order of the second version; a plain amount is fixed."""
    fields = terms(chain, by=by, **changes)
    if isinstance(fields["amount"], int):
        fields["amount"] = Case("Fixed", (fields["amount"],))
    return Case("V2", (ORDER_V2(**fields, has_linked_order=records),))


def signed(order: Case, *, by: str, fill: int | None = None, scheme: str = "Sr25519") -> Any:
    """Return an order with its signature."""
    signature = keypair(by, scheme).sign(VERSIONED_ORDER.encode(order))
    return SIGNED_ORDER(order=order, signature=signature, partial_fill=fill)


def buy(chain: TestChain, *, by: str = "//Alice", fill: int | None = None, **changes: Any) -> Any:
    """Return a signed buy."""
    return signed(v1(chain, by=by, **changes), by=by, fill=fill)


def sale(chain: TestChain, *, by: str = "//Bob", fill: int | None = None, **changes: Any) -> Any:
    """Return a signed sale of 100 alpha."""
    changes = {"order_type": TAKE_PROFIT, "amount": 100 * TAO, **changes}
    return signed(v1(chain, by=by, **changes), by=by, fill=fill)


def status(chain: TestChain, order: Any) -> Case | None:
    """Return what became of a signed order."""
    return storage.orders.get(chain.ctx, order_id(order.order))  # type: ignore[no-any-return]


def free(chain: TestChain, who: str | bytes) -> int:
    """Return a free balance."""
    return balances.free(chain.ctx, account(who) if isinstance(who, str) else who)


def alpha_of(chain: TestChain, who: str | bytes, hotkey: bytes) -> int:
    """Return an account's stake with a hotkey on subnet 1."""
    return stake.stake_of(chain.ctx, hotkey, account(who) if isinstance(who, str) else who, 1)


def sound(chain: TestChain) -> None:
    """Demand that the orders' books are in order."""
    assert invariants.check(chain.ctx) == []
