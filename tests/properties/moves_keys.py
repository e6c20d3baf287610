"""Swaps of hotkeys and coldkeys."""

from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.pallets.key_swaps import storage
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.registration.hotkeys import owned_by
from meritnet.runtime.pallets.staking.storage import staking_hotkeys
from meritnet.runtime.pallets.sudo.declarations import key as sudo_key

from .cast import COLD, ROOT_ACCOUNT, SPARE
from .moves import Drawn, move
from .view import View


def _swap(v: View) -> tuple[bytes, tuple[bytes, bytes, int | None]]:
    who, old = v.keeper()
    on = uids.networks_of(v.ctx, old)
    netuid = v.one(on) if on and v.chance(0.5) else None
    new = v.hot(who) if v.chance(0.2) else v.free_hot()
    return who, (old, new, netuid)


@move("SubtensorModule.swap_hotkey")
def swap_hotkey(v: View) -> Drawn:
    return _swap(v)


@move("SubtensorModule.swap_hotkey_v2")
def swap_hotkey_v2(v: View) -> Drawn:
    who, args = _swap(v)
    return who, (*args, v.chance(0.5))


def _newcomer(v: View) -> bytes:
    """Return an account for a coldkey to become: a spare one, or a player whose own swap left it with nothing."""
    clean = [
        who for who in (*SPARE, *COLD) if not staking_hotkeys.get(v.ctx, who) and not owned_by(v.ctx, who)
    ]
    return v.one(clean) if clean and v.chance(0.95) else v.one(COLD)


def _swapper(v: View) -> bytes:
    """Return a coldkey to be swapped; root's own stays, for nobody could end a dispute about it."""
    roots = (ROOT_ACCOUNT, sudo_key.get(v.ctx))
    found = [who for who in (*COLD, *SPARE) if who not in roots and owned_by(v.ctx, who)]
    return v.one([who for who in found if v.pinned in (None, who)])


@move("SubtensorModule.swap_coldkey")
def swap_coldkey(v: View) -> Drawn:
    return None, (_swapper(v), _newcomer(v), v.rng.choice([0, 0, 10**8]))


@move("SubtensorModule.schedule_swap_coldkey")
def schedule_swap_coldkey(v: View) -> Drawn:
    return v.cold(), (v.account(),)


@move("SubtensorModule.announce_coldkey_swap")
def announce_coldkey_swap(v: View) -> Drawn:
    who = _swapper(v)
    v.notes.swaps[who] = new = _newcomer(v)
    return who, (blake2_256(new),)


def _announced(v: View) -> bytes:
    due = [(who, found[0]) for who, found in storage.coldkey_swap_announcements.iter(v.ctx)]
    ripe = [one for one in due if one[1] <= v.ctx.block_number]
    return v.mine(ripe if ripe and v.chance(0.7) else due)[0]


@move("SubtensorModule.swap_coldkey_announced")
def swap_coldkey_announced(v: View) -> Drawn:
    who = _announced(v)
    return who, (v.notes.swaps.get(who, who),)


@move("SubtensorModule.dispute_coldkey_swap", rare=0.4)
def dispute_coldkey_swap(v: View) -> Drawn:
    return _announced(v), ()


@move("SubtensorModule.reset_coldkey_swap")
def reset_coldkey_swap(v: View) -> Drawn:
    disputed = [who for who, _ in storage.coldkey_swap_disputes.iter(v.ctx)]
    return None, (v.one(disputed) if disputed else _announced(v),)


@move("SubtensorModule.clear_coldkey_swap_announcement")
def clear_coldkey_swap_announcement(v: View) -> Drawn:
    return _announced(v), ()
