"""Crowdloans and what they pay for, limit orders, shielded transactions, the beacons."""

from typing import Any

from meritnet.codec import Case
from meritnet.crypto.dev_keys import keypair
from meritnet.runtime.pallets.crowdloan import storage as crowdloan
from meritnet.runtime.pallets.drand import storage as drand
from meritnet.runtime.pallets.drand.types import (
    BEACON_CONFIGURATION_PAYLOAD,
    PULSES_PAYLOAD,
    sr25519_signer,
)
from meritnet.runtime.pallets.evm_chain_id.storage import chain_id
from meritnet.runtime.pallets.limit_orders import storage as orders
from meritnet.runtime.pallets.limit_orders.orders import order_id, terms_of
from meritnet.runtime.pallets.limit_orders.types import ORDER_V2, SIGNED_ORDER, VERSIONED_ORDER
from meritnet.runtime.pallets.mev_shield import envelope
from meritnet.runtime.pallets.mev_shield import storage as shield
from meritnet.runtime.pallets.swap.pool import alpha_price_rao
from meritnet.runtime.pallets.timestamp.storage import now

from .cast import COLD, URI_OF
from .moves import Drawn, build, move, signed_move
from .view import TAO, Nothing, View

BILLION = 10**9


# --- crowdloans ----------------------------------------------------------------------------------------


@move("Crowdloan.create", nests=True)
def create(v: View) -> Drawn:
    who = v.cold()
    deposit = v.rng.randrange(10, 40) * TAO
    cap = deposit + v.rng.randrange(1, 1_500) * TAO
    end = v.ctx.block_number + v.rng.randrange(5, 60)
    terms = (deposit, v.rng.choice([TAO // 10, TAO]), cap, end)
    kind = v.rng.random()
    if kind < 0.3:
        return who, (*terms, None, v.account())
    if kind < 0.5:
        return who, (*terms, signed_move(v, who), None)
    # Half of the leases end before their subnet can be evicted.
    lasts = v.rng.randrange(2, 20) if v.chance(0.5) else v.rng.randrange(20, 150)
    lease_end = v.ctx.block_number + lasts if v.chance(0.8) else None
    lease = build("SubtensorModule.register_leased_network", (v.rng.randrange(101), lease_end))
    return who, (*terms, lease, None)


def _loans(v: View, *, open_: bool = True) -> list[tuple[int, Any]]:  # Any: values of CROWDLOAN_INFO
    return [(n, one) for n, one in crowdloan.crowdloans.iter(v.ctx) if not (open_ and one.finalized)]


def _own(v: View) -> tuple[bytes, tuple[int, Any]]:
    return v.mine([(one.creator, (n, one)) for n, one in _loans(v)])


@move("Crowdloan.contribute")
def contribute(v: View) -> Drawn:
    running = [(n, one) for n, one in _loans(v) if one.end > v.ctx.block_number and one.raised < one.cap]
    n, one = v.one(running or _loans(v))
    who = v.cold()
    missing = one.cap - one.raised
    return who, (n, missing if v.chance(0.6) else v.rng.randrange(1, max(missing, 2)))


@move("Crowdloan.withdraw")
def withdraw(v: View) -> Drawn:
    given = [
        (who, n)
        for n, one in _loans(v)
        for who, _ in crowdloan.contributions.iter_prefix(v.ctx, n)
        if who != one.creator or v.chance(0.05)
    ]
    who, n = v.mine(given)
    return who, (n,)


@move("Crowdloan.finalize", nests=True)
def finalize(v: View) -> Drawn:
    full = [(one.creator, n) for n, one in _loans(v) if one.raised == one.cap]
    if full and v.chance(0.9):
        who, n = v.mine(full)
    else:
        who, (n, _) = _own(v)
    return who, (n,)


@move("Crowdloan.refund", "Crowdloan.dissolve")
def refund(v: View) -> Drawn:
    over = [(one.creator, n) for n, one in _loans(v) if one.end <= v.ctx.block_number]
    who, n = v.mine(over or [(one.creator, n) for n, one in _loans(v)])
    return who, (n,)


@move("Crowdloan.update_min_contribution")
def update_min_contribution(v: View) -> Drawn:
    who, (n, _) = _own(v)
    return who, (n, v.rng.choice([TAO // 10, TAO, 2 * TAO]))


@move("Crowdloan.update_end")
def update_end(v: View) -> Drawn:
    who, (n, _) = _own(v)
    return who, (n, v.ctx.block_number + v.rng.randrange(4, 50))


@move("Crowdloan.update_cap")
def update_cap(v: View) -> Drawn:
    who, (n, one) = _own(v)
    return who, (n, one.raised + v.rng.choice([0, 0, TAO, 30 * TAO]))


@move("Crowdloan.set_max_contribution")
def set_max_contribution(v: View) -> Drawn:
    who, (n, _) = _own(v)
    return who, (n, v.rng.choice([None, 5 * TAO, 900 * TAO]))


# --- limit orders --------------------------------------------------------------------------------------


def signed_order(v: View, netuid: int, **changes: Any) -> Any:  # Any: a value of SIGNED_ORDER
    """Return an order of a coldkey with money or stake, that can run at once most of the time."""
    price = max(int(alpha_price_rao(v.ctx, netuid)), 1)
    buys = v.chance(0.5)
    if buys:
        who = v.one(COLD)
        hotkey, amount = v.hot(who), v.tao(who, 50 * TAO)
    else:
        found = [p for p in v.within(None).positions() if p.netuid == netuid]
        who_has = v.one(found)
        who, hotkey, amount = who_has.coldkey, who_has.hotkey, v.part(who_has.alpha)
    runs = v.chance(0.85)
    kind = "LimitBuy" if buys else v.rng.choice(["TakeProfit", "StopLoss"])
    above = (kind in {"LimitBuy", "StopLoss"}) == runs
    partial = v.chance(0.2)
    terms: dict[str, Any] = {
        "signer": who,
        "hotkey": hotkey,
        "netuid": netuid,
        "order_type": Case(kind),
        "amount": Case("Fixed", (amount,)),
        "limit_price": price * 2 if above else price // 2,
        "expiry": int(now.get(v.ctx)) + v.rng.choice([60_000, 10**9]),
        "fee_rate": v.rng.choice([0, BILLION // 100]),
        "fee_recipient": v.one(COLD),
        "relayer": tuple(COLD[:9]) if partial or v.chance(0.2) else None,
        "max_slippage": v.rng.choice([None, BILLION // 2]),
        "chain_id": int(chain_id.get(v.ctx)),
        "partial_fills_enabled": partial,
        "has_linked_order": not partial and v.chance(0.3),
        **changes,
    }
    order = Case("V2", (ORDER_V2(**terms),))
    signature = keypair(URI_OF[who]).sign(VERSIONED_ORDER.encode(order))
    signed = SIGNED_ORDER(order, signature, amount // 2 or 1 if partial and v.chance(0.7) else None)
    v.notes.remember(v.notes.orders, signed)
    return signed


def linked_order(v: View) -> Any:  # Any: a value of SIGNED_ORDER
    """Return an order that spends what an earlier one brought in. Raises: Nothing."""
    provider, record = v.one(list(orders.linked_outputs.iter(v.ctx)))
    if record.signer not in URI_OF:
        raise Nothing
    alpha = record.asset.name == "Alpha"
    netuid = record.asset.args[0] if alpha else v.one(v.subnets)
    if netuid not in v.subnets:
        raise Nothing
    price = max(int(alpha_price_rao(v.ctx, netuid)), 1)
    terms = ORDER_V2(
        signer=record.signer,
        hotkey=record.asset.args[1] if alpha else v.hot(record.signer),
        netuid=netuid,
        order_type=Case("TakeProfit" if alpha else "LimitBuy"),
        amount=Case("LinkedPercentage", (provider, v.rng.choice([BILLION // 2, BILLION]))),
        limit_price=price // 2 if alpha else price * 2,
        expiry=int(now.get(v.ctx)) + 60_000,
        fee_rate=0,
        fee_recipient=v.one(COLD),
        relayer=None,
        max_slippage=None,
        chain_id=int(chain_id.get(v.ctx)),
        partial_fills_enabled=False,
        has_linked_order=False,
    )
    order = Case("V2", (terms,))
    return SIGNED_ORDER(order, keypair(URI_OF[record.signer]).sign(VERSIONED_ORDER.encode(order)), None)


def _orders(v: View, netuid: int) -> tuple[Any, ...]:
    found = [signed_order(v, netuid) for _ in range(v.rng.randrange(1, 4))]
    again = [one for one in v.notes.orders if terms_of(one.order).netuid == netuid]
    if again and v.chance(0.15):
        found.append(v.one(again))
    if v.chance(0.3) and any(True for _ in orders.linked_outputs.iter(v.ctx)):
        found.append(linked_order(v))
    return tuple(found)


@move("LimitOrders.execute_orders")
def execute_orders(v: View) -> Drawn:
    return v.cold(), (_orders(v, v.one(v.subnets)), v.chance(0.2))


@move("LimitOrders.execute_batched_orders")
def execute_batched_orders(v: View) -> Drawn:
    netuid = v.one(v.subnets)
    return v.cold(), (netuid, _orders(v, netuid))


@move("LimitOrders.cancel_order")
def cancel_order(v: View) -> Drawn:
    fresh = v.chance(0.5)
    signed = signed_order(v, v.one(v.subnets)) if fresh else v.one(v.notes.orders)
    return terms_of(signed.order).signer, (signed.order,)


@move("LimitOrders.set_pallet_status")
def set_pallet_status(v: View) -> Drawn:
    return None, (v.chance(0.85),)


@move("LimitOrders.prune_linked_output")
def prune_linked_output(v: View) -> Drawn:
    found = [(record.signer, key) for key, record in orders.linked_outputs.iter(v.ctx)]
    if found and v.chance(0.9):
        who, key = v.mine(found)
        return who, (key,)
    return v.cold(), (order_id(v.one(v.notes.orders).order),)


# --- MEV shield ----------------------------------------------------------------------------------------


@move("MevShield.announce_next_key")
def announce_next_key(v: View) -> Drawn:
    return v.cold(), (None,)


@move("MevShield.submit_encrypted")
def submit_encrypted(v: View) -> Drawn:
    # What is sent now is opened in a block to come; here it has to fit the key whose turn it is at once.
    key = shield.current_key.get(v.ctx)
    if key is None or v.notes.sign is None:
        raise Nothing
    who = v.cold()
    inner_by = v.one([one for one in COLD if one != who])
    plaintext = v.notes.sign(URI_OF[inner_by], signed_move(v, inner_by))
    if v.chance(0.15):
        plaintext = v.rng.randbytes(50)
    sealed = envelope.seal(bytes(key), v.rng.randbytes(24), plaintext)
    if sealed is None or len(sealed) > 8_000:
        raise Nothing
    return who, (sealed,)


@move("MevShield.store_encrypted")
def store_encrypted(v: View) -> Drawn:
    return v.cold(), (v.rng.randbytes(v.rng.randrange(1, 90)),)


@move("MevShield.set_max_pending_extrinsics_number")
def set_max_pending(v: View) -> Drawn:
    return None, (v.rng.choice([0, 3, 100]),)


@move("MevShield.set_on_initialize_weight")
def set_on_initialize_weight(v: View) -> Drawn:
    return None, (v.rng.choice([0, 10**9, 5 * 10**11]),)


@move("MevShield.set_stored_extrinsic_lifetime")
def set_stored_lifetime(v: View) -> Drawn:
    return None, (v.rng.choice([0, 2, 10]),)


@move("MevShield.set_max_extrinsic_weight")
def set_max_extrinsic_weight(v: View) -> Drawn:
    return None, (v.rng.choice([0, 10**9, 10**12]),)


# --- beacons -------------------------------------------------------------------------------------------


@move("Drand.write_pulse")
def write_pulse(v: View) -> Drawn:
    return v.cold(), (PULSES_PAYLOAD(0, (), sr25519_signer(bytes(32))), None)


@move("Drand.write_local_pulse")
def write_local_pulse(v: View) -> Drawn:
    pulse = next((one for _, one in drand.pulses.iter(v.ctx)), None)
    if pulse is None:
        raise Nothing
    return v.cold(), (pulse,)


@move("Drand.set_beacon_config")
def set_beacon_config(v: View) -> Drawn:
    # The same beacon again: the rounds of another one would open nothing here.
    return None, (
        BEACON_CONFIGURATION_PAYLOAD(0, drand.beacon_config.get(v.ctx), sr25519_signer(bytes(32))),
        None,
    )


@move("Drand.set_oldest_stored_round")
def set_oldest_stored_round(v: View) -> Drawn:
    # Beyond the newest stored round nothing would be kept; see the pallet's rule.
    return None, (int(drand.oldest_stored_round.get(v.ctx)),)


# --- retired -------------------------------------------------------------------------------------------


@move("Swap.add_liquidity")
def add_liquidity(v: View) -> Drawn:
    return v.cold(), (v.hot(), v.netuid(), 0, 1, 1)


@move("Swap.remove_liquidity")
def remove_liquidity(v: View) -> Drawn:
    return v.cold(), (v.hot(), v.netuid(), 0)


@move("Swap.modify_position")
def modify_position(v: View) -> Drawn:
    return v.cold(), (v.hot(), v.netuid(), 0, -1)


@move("Swap.toggle_user_liquidity")
def toggle_user_liquidity(v: View) -> Drawn:
    return None, (v.netuid(), True)


@move("Swap.disable_lp")
def disable_lp(v: View) -> Drawn:
    return None, ()
