"""Calls that carry calls: batches, root's ways, planned calls, preimages."""

from typing import Any

from meritnet.codec import Case
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.types import WEIGHT
from meritnet.runtime.pallets.key_swaps.storage import coldkey_swap_announcements
from meritnet.runtime.pallets.preimage import storage as preimage
from meritnet.runtime.pallets.scheduler import storage as scheduler
from meritnet.runtime.pallets.sudo.declarations import key as sudo_key
from meritnet.runtime.pallets.utility.calls_origins import derivative_account

from .cast import COLD, ROOT_ACCOUNT
from .moves import Drawn, any_inner, build, move, signed_move
from .moves_shared import as_id, killing
from .view import TAO, View


def _several(v: View, who: bytes) -> tuple[Case, ...]:
    return tuple(signed_move(v, who) for _ in range(v.rng.randrange(1, 4)))


@move("Utility.batch", "Utility.force_batch", "Utility.batch_all", nests=True)
def batch(v: View) -> Drawn:
    kind = v.rng.random()
    if kind < 0.1:
        creator, call = killing(v)
        return creator, ((call,),)
    if kind < 0.2:
        return None, (_undone(v),)
    who = v.cold()
    return who, (_several(v, who),)


def _undone(v: View) -> tuple[Case, ...]:
    """Return calls of root that would stop the game one by one, but together leave things as they were."""
    amount = v.rng.randrange(1, 10 * TAO)
    return v.rng.choice([
        tuple(
            build("Balances.force_adjust_total_issuance", (Case(way), amount)) for way in ("Increase", "Decrease")
        ),
        (build("SafeMode.force_enter", ()), build("SafeMode.force_extend", ()), build("SafeMode.force_exit", ())),
    ])  # fmt: skip


@move("Utility.as_derivative", nests=True)
def as_derivative(v: View) -> Drawn:
    who, index = v.pinned or v.one(COLD[:4]), v.rng.randrange(2)
    derived = derivative_account(who, index)
    amount = max(v.free(derived) // 3, 1)
    return who, (index, build("Balances.transfer_allow_death", (as_id(who), amount)))


def _as_signer(who: bytes) -> Case:
    return Case("system", (Case("Signed", (who,)),))


@move("Utility.dispatch_as", "Utility.dispatch_as_fallible", nests=True)
def dispatch_as(v: View) -> Drawn:
    who = v.one(COLD)
    if v.chance(0.2):
        sender, call = any_inner(v)
        if sender is None:
            return None, (Case("system", (Case("Root"),)), call)
        who, inner = sender, call
    else:
        inner = signed_move(v, who)
    return None, (_as_signer(who), inner)


@move("Utility.with_weight", nests=True)
def with_weight(v: View) -> Drawn:
    _, inner = any_inner(v)
    weight = WEIGHT(10**11, 10**5)
    return None, (inner, weight)


@move("Utility.if_else", nests=True)
def if_else(v: View) -> Drawn:
    who = v.cold()
    return who, (signed_move(v, who), signed_move(v, who))


@move("Sudo.sudo", nests=True)
def sudo(v: View) -> Drawn:
    _, inner = any_inner(v)
    return sudo_key.get(v.ctx), (inner,)


@move("Sudo.sudo_unchecked_weight", nests=True)
def sudo_unchecked_weight(v: View) -> Drawn:
    _, inner = any_inner(v)
    return sudo_key.get(v.ctx), (inner, WEIGHT(0, 0))


@move("Sudo.sudo_as", nests=True)
def sudo_as(v: View) -> Drawn:
    who = v.one(COLD)
    return sudo_key.get(v.ctx), (as_id(who), signed_move(v, who))


@move("Sudo.set_key", rare=0.5)
def set_key(v: View) -> Drawn:
    # The key comes home soon, and goes to nobody who waits for a swap of coldkeys and can do nothing else.
    key = sudo_key.get(v.ctx)
    free = [who for who in COLD[:3] if not coldkey_swap_announcements.exists(v.ctx, who)]
    return key, (as_id(ROOT_ACCOUNT if key != ROOT_ACCOUNT else v.one(free)),)


@move("Sudo.remove_key", rare=0.5)
def remove_key(v: View) -> Drawn:
    # Without a key nobody could give a new one, so this is undone by root while it still is root; see `remove_and_set`.
    return v.one(COLD[3:]), ()


def remove_and_set(v: View) -> tuple[bytes, Case]:
    """Return (key, call) by which root removes its key and sets it again in one go."""
    key = sudo_key.get(v.ctx)
    calls = (build("Sudo.remove_key", ()), build("Sudo.set_key", (as_id(key),)))
    return key, build("Sudo.sudo", (build("Utility.batch_all", (calls,)),))


# --- planned calls -------------------------------------------------------------------------------------


def _when(v: View) -> int:
    return int(v.ctx.block_number) + v.rng.randrange(1, 6)


def _period(v: View) -> Any:  # Any: Option of a pair
    return (v.rng.randrange(1, 4), v.rng.randrange(2, 4)) if v.chance(0.4) else None


def _name(v: View) -> bytes:
    v.notes.names += 1
    return blake2_256(v.notes.names.to_bytes(4, "little"))


@move("Scheduler.schedule", nests=True)
def schedule(v: View) -> Drawn:
    return None, (_when(v), _period(v), v.rng.randrange(256), any_inner(v)[1])


@move("Scheduler.schedule_named", nests=True)
def schedule_named(v: View) -> Drawn:
    return None, (_name(v), _when(v), _period(v), v.rng.randrange(256), any_inner(v)[1])


@move("Scheduler.schedule_after", nests=True)
def schedule_after(v: View) -> Drawn:
    return None, (v.rng.randrange(5), _period(v), v.rng.randrange(256), any_inner(v)[1])


@move("Scheduler.schedule_named_after", nests=True)
def schedule_named_after(v: View) -> Drawn:
    return None, (_name(v), v.rng.randrange(5), _period(v), v.rng.randrange(256), any_inner(v)[1])


def _planned(v: View) -> tuple[int, int]:
    return v.one(
        [
            (when, index)
            for when, tasks in scheduler.agenda.iter(v.ctx)
            for index, task in enumerate(tasks)
            if task is not None
        ]
    )


@move("Scheduler.cancel")
def cancel(v: View) -> Drawn:
    return None, _planned(v)


@move("Scheduler.cancel_named", "Scheduler.cancel_retry_named")
def cancel_named(v: View) -> Drawn:
    return None, (v.one([name for name, _ in scheduler.lookup.iter(v.ctx)]),)


@move("Scheduler.set_retry")
def set_retry(v: View) -> Drawn:
    return None, (_planned(v), v.rng.randrange(4), v.rng.randrange(1, 3))


@move("Scheduler.set_retry_named")
def set_retry_named(v: View) -> Drawn:
    name = v.one([name for name, _ in scheduler.lookup.iter(v.ctx)])
    return None, (name, v.rng.randrange(4), v.rng.randrange(1, 3))


@move("Scheduler.cancel_retry")
def cancel_retry(v: View) -> Drawn:
    return None, (_planned(v),)


# --- preimages -----------------------------------------------------------------------------------------


@move("Preimage.note_preimage")
def note_preimage(v: View) -> Drawn:
    who = v.cold() if v.chance(0.8) else None
    return who, (b"preimage" + v.rng.randbytes(1),)


def _stored(v: View, kind: str) -> list[tuple[bytes | None, bytes]]:
    """Return (depositor, hash) of the preimages in that state."""
    return [
        (None if one.args[0] is None else one.args[0][0], key)
        for key, one in preimage.request_status_for.iter(v.ctx)
        if one.name == kind
    ]


@move("Preimage.unnote_preimage")
def unnote_preimage(v: View) -> Drawn:
    who, key = v.one(_stored(v, "Unrequested") + _stored(v, "Requested"))
    return who, (key,)


@move("Preimage.request_preimage")
def request_preimage(v: View) -> Drawn:
    return None, (blake2_256(b"preimage" + v.rng.randbytes(1)),)


@move("Preimage.unrequest_preimage")
def unrequest_preimage(v: View) -> Drawn:
    return None, (v.one(_stored(v, "Requested"))[1],)


@move("Preimage.ensure_updated")
def ensure_updated(v: View) -> Drawn:
    return v.cold(), (tuple(key for _, key in _stored(v, "Unrequested")[:3]),)


# --- safe mode -----------------------------------------------------------------------------------------


@move("SafeMode.enter", "SafeMode.extend")
def safe_mode_by_signer(v: View) -> Drawn:
    return v.cold(), ()


@move("SafeMode.force_enter", rare=0.3)
def force_enter(v: View) -> Drawn:
    return None, ()


@move("SafeMode.force_extend", "SafeMode.force_exit")
def force_exit(v: View) -> Drawn:
    return None, ()


@move("SafeMode.force_slash_deposit", "SafeMode.force_release_deposit")
def deposits_by_root(v: View) -> Drawn:
    return None, (v.account(), v.ctx.block_number)


@move("SafeMode.release_deposit")
def release_deposit(v: View) -> Drawn:
    return v.cold(), (v.account(), v.ctx.block_number)
