"""Balances, remarks, raw state; stake in all its movements."""

from meritnet.codec import Case
from meritnet.runtime.pallets.staking.stake import stake_of
from meritnet.runtime.pallets.swap.pool import alpha_price_rao

from .moves import Drawn, move
from .view import TAO, View

OWN_KEY = b":test:"


@move("System.remark", "System.remark_with_event")
def remark(v: View) -> Drawn:
    return v.cold(), (v.rng.randbytes(v.rng.randrange(60)),)


@move("System.set_storage")
def set_storage(v: View) -> Drawn:
    return None, (((OWN_KEY + v.rng.randbytes(1), v.rng.randbytes(5)),),)


@move("System.kill_storage")
def kill_storage(v: View) -> Drawn:
    return None, ((OWN_KEY + v.rng.randbytes(1),),)


@move("System.kill_prefix")
def kill_prefix(v: View) -> Drawn:
    return None, (OWN_KEY, v.rng.randrange(5))


@move("Timestamp.set")
def timestamp(v: View) -> Drawn:
    return v.cold(), (1_700_000_000_000,)


@move("Balances.transfer_allow_death", "Balances.transfer_keep_alive")
def transfer(v: View) -> Drawn:
    who = v.cold()
    return who, (v.address(), v.tao(who, 500 * TAO))


@move("Balances.transfer_all")
def transfer_all(v: View) -> Drawn:
    # Hotkeys empty themselves; coldkeys would soon have nothing to play with.
    who = v.pinned or (v.hot() if v.chance(0.9) else v.cold())
    return who, (v.address(), v.chance(0.5))


@move("Balances.force_transfer")
def force_transfer(v: View) -> Drawn:
    who = v.account()
    return None, (Case("Id", (who,)), v.address(), v.tao(who, 100 * TAO))


@move("Balances.force_unreserve")
def force_unreserve(v: View) -> Drawn:
    # What is promised as a deposit stays: root could break that.
    return None, (v.address(), 0)


@move("Balances.upgrade_accounts")
def upgrade_accounts(v: View) -> Drawn:
    return v.cold(), (tuple(v.account() for _ in range(v.rng.randrange(4))),)


@move("Balances.force_set_balance")
def force_set_balance(v: View) -> Drawn:
    poor = sorted((v.account() for _ in range(6)), key=v.free)
    return None, (Case("Id", (poor[0],)), v.rng.choice([10, 1_000, 50_000]) * TAO)


@move("Balances.force_adjust_total_issuance")
def adjust_issuance(v: View) -> Drawn:
    # An issuance that accounts do not hold is root's to make; here it is given back at once, see moves_nested.
    return None, (Case("Increase"), 0)


@move("Balances.burn")
def burn(v: View) -> Drawn:
    who = v.cold()
    return who, (v.tao(who, 5 * TAO), v.chance(0.5))


# --- stake ---------------------------------------------------------------------------------------------


def price(v: View, netuid: int, slack: float) -> int:
    """Return a limit around the present price."""
    if v.chance(0.05):
        return v.rng.choice([0, 1, 2**64 - 1])
    return min(int(alpha_price_rao(v.ctx, netuid) * slack) + 1, 2**64 - 1)


def destination(v: View, netuid: int) -> int:
    """Return a subnet for stake that moves, root now and then."""
    kind = v.rng.random()
    return netuid if kind < 0.3 else 0 if kind < 0.45 else v.netuid()


@move("SubtensorModule.add_stake")
def add_stake(v: View) -> Drawn:
    who = v.cold()
    netuid = 0 if v.chance(0.25) else v.netuid()
    return who, (v.hot(who), netuid, v.tao(who))


@move("SubtensorModule.add_stake_limit")
def add_stake_limit(v: View) -> Drawn:
    who, netuid = v.cold(), v.netuid()
    return who, (v.hot(who), netuid, v.tao(who), price(v, netuid, 1.2), v.chance(0.5))


@move("SubtensorModule.add_stake_burn")
def add_stake_burn(v: View) -> Drawn:
    who, netuid = v.owned() if v.chance(0.8) else (v.cold(), v.netuid())
    limit = price(v, netuid, 1.3) if v.chance(0.5) else None
    return who, (v.hot(who), netuid, v.tao(who, 50 * TAO), limit)


@move("SubtensorModule.remove_stake")
def remove_stake(v: View) -> Drawn:
    p = v.position()
    return p.coldkey, (p.hotkey, p.netuid, v.part(p.alpha))


@move("SubtensorModule.remove_stake_limit")
def remove_stake_limit(v: View) -> Drawn:
    p = v.position()
    return p.coldkey, (p.hotkey, p.netuid, v.part(p.alpha), price(v, p.netuid, 0.7), v.chance(0.5))


@move("SubtensorModule.remove_stake_full_limit")
def remove_stake_full_limit(v: View) -> Drawn:
    p = v.position()
    return p.coldkey, (p.hotkey, p.netuid, price(v, p.netuid, 0.5) if v.chance(0.5) else None)


@move("SubtensorModule.unstake_all", "SubtensorModule.unstake_all_alpha")
def unstake_all(v: View) -> Drawn:
    p = v.position()
    return p.coldkey, (p.hotkey,)


@move("SubtensorModule.move_stake")
def move_stake(v: View) -> Drawn:
    p = v.position()
    return p.coldkey, (p.hotkey, v.hot(), p.netuid, destination(v, p.netuid), v.part(p.alpha))


@move("SubtensorModule.move_stake_limit")
def move_stake_limit(v: View) -> Drawn:
    p = v.position()
    to = destination(v, p.netuid)
    terms = (v.part(p.alpha), price(v, p.netuid, 0.3), v.chance(0.5))
    return p.coldkey, (p.hotkey, v.hot(), p.netuid, to, *terms)


@move("SubtensorModule.transfer_stake")
def transfer_stake(v: View) -> Drawn:
    p = v.position()
    return p.coldkey, (v.account(), p.hotkey, p.netuid, destination(v, p.netuid), v.part(p.alpha))


@move("SubtensorModule.transfer_stake_and_hotkey")
def transfer_stake_and_hotkey(v: View) -> Drawn:
    p = v.position()
    to = destination(v, p.netuid)
    return p.coldkey, (v.account(), p.hotkey, v.hot(), p.netuid, to, v.part(p.alpha))


@move("SubtensorModule.swap_stake")
def swap_stake(v: View) -> Drawn:
    p = v.position()
    return p.coldkey, (p.hotkey, p.netuid, destination(v, p.netuid), v.part(p.alpha))


@move("SubtensorModule.swap_stake_limit")
def swap_stake_limit(v: View) -> Drawn:
    p = v.position()
    to = destination(v, p.netuid)
    return p.coldkey, (p.hotkey, p.netuid, to, v.part(p.alpha), price(v, p.netuid, 0.3), v.chance(0.5))


@move("SubtensorModule.recycle_alpha", "SubtensorModule.burn_alpha")
def recycle_alpha(v: View) -> Drawn:
    p = v.position()
    return p.coldkey, (p.hotkey, v.part(p.alpha), p.netuid)


# --- collateral ----------------------------------------------------------------------------------------


@move("SubtensorModule.add_collateral")
def add_collateral(v: View) -> Drawn:
    who, hotkey = v.keeper()
    netuid = v.netuid()
    alpha = v.part(stake_of(v.ctx, hotkey, who, netuid)) + v.rng.choice([0, 1, 10**9, 10**11])
    return who, (netuid, hotkey, min(alpha, 2**64 - 1), price(v, netuid, 3))


@move("SubtensorModule.set_min_collateral")
def set_min_collateral(v: View) -> Drawn:
    who, hotkey = v.keeper()
    return who, (v.netuid(), hotkey, v.rng.choice([0, 10**6, 10**10, 10**13]))


# --- locks ---------------------------------------------------------------------------------------------


@move("SubtensorModule.lock_stake")
def lock_stake(v: View) -> Drawn:
    p = v.position()
    return p.coldkey, (p.hotkey if v.chance(0.7) else v.hot(), p.netuid, v.part(p.alpha // 4))


@move("SubtensorModule.move_lock")
def move_lock(v: View) -> Drawn:
    p = v.position()
    return p.coldkey, (v.hot(), p.netuid)


@move("SubtensorModule.set_perpetual_lock")
def set_perpetual_lock(v: View) -> Drawn:
    return v.cold(), (v.netuid(), v.chance(0.5))


@move("SubtensorModule.set_reject_locked_alpha")
def set_reject_locked_alpha(v: View) -> Drawn:
    return v.cold(), (v.chance(0.3),)


# --- root claims ---------------------------------------------------------------------------------------


@move("SubtensorModule.claim_root")
def claim_root(v: View) -> Drawn:
    return v.cold(), (tuple(sorted({v.netuid() for _ in range(v.rng.randrange(1, 4))})),)


@move("SubtensorModule.claim_root_with_hotkey")
def claim_root_with_hotkey(v: View) -> Drawn:
    p = v.position()
    return p.coldkey, (p.hotkey,)


@move("SubtensorModule.set_root_claim_type")
def set_root_claim_type(v: View) -> Drawn:
    kept = Case("KeepSubnets", (tuple(sorted({v.netuid() for _ in range(2)})),))
    return v.cold(), (v.rng.choice([Case("Swap"), Case("Keep"), kept]),)


@move("SubtensorModule.sudo_set_num_root_claims")
def set_num_root_claims(v: View) -> Drawn:
    return None, (v.rng.randrange(8),)


@move("SubtensorModule.sudo_set_root_claim_threshold")
def set_root_claim_threshold(v: View) -> Drawn:
    who, netuid = (None, v.netuid()) if v.chance(0.5) else v.owned()
    return who, (netuid, v.rng.choice([0, 1, 500_000, 10_000_000]))


@move("SubtensorModule.set_coldkey_auto_stake_hotkey")
def set_auto_stake(v: View) -> Drawn:
    hotkey, (netuid, _) = v.one(v.neurons)
    return v.cold(), (netuid, hotkey)


@move("SubtensorModule.set_auto_parent_delegation_enabled")
def set_auto_parent(v: View) -> Drawn:
    who, hotkey = v.keeper()
    return who, (hotkey, v.chance(0.5))
