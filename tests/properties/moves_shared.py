"""Accounts that act for others: proxies, pure accounts, announcements, shared accounts."""

from meritnet.codec import Case
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.framework.types import WEIGHT
from meritnet.runtime.pallets.multisig import storage as multisig
from meritnet.runtime.pallets.multisig.operations import multisig_account
from meritnet.runtime.pallets.proxy import storage as proxy
from meritnet.runtime.pallets.proxy.pure import pure_account
from meritnet.runtime.pallets.proxy.types import PROXY_TYPE_NAMES
from meritnet.runtime.runtime import ASSEMBLY

from .cast import COLD, GROUPS, URI_OF
from .moves import Drawn, build, move, signed_move
from .view import TAO, View


def hash_of(call: Case) -> bytes:
    """Return the hash by which a call is announced."""
    return blake2_256(ASSEMBLY.call_type.encode(call))


def as_id(account: bytes) -> Case:
    """Return an account as an address."""
    return Case("Id", (account,))


def _kind(v: View) -> Case:
    return Case("Any" if v.chance(0.6) else v.one(PROXY_TYPE_NAMES))


def _entries(v: View) -> list[tuple[bytes, tuple[bytes, str, int]]]:
    """Return (real, (delegate, proxy type, delay)) of all proxies."""
    return [
        (real, (one.delegate, one.proxy_type.name, one.delay))
        for real, (entries, _) in proxy.proxies.iter(v.ctx)
        for one in entries
    ]


def _for_delegate(v: View) -> tuple[bytes, tuple[bytes, str, int]]:
    """Return (delegate, (real, proxy type, delay)) of one proxy."""
    return v.mine([(delegate, (real, kind, delay)) for real, (delegate, kind, delay) in _entries(v)])


@move("Proxy.proxy", nests=True)
def proxy_call(v: View) -> Drawn:
    delegate, (real, kind, _) = _for_delegate(v)
    # An account without a key has nothing that `signed_move` could be about; it pays out.
    inner = (
        signed_move(v, real) if real in URI_OF and v.chance(0.8)
        else build("Balances.transfer_allow_death", (as_id(v.one(COLD)), v.tao(real, 10 * TAO)))
    )  # fmt: skip
    return delegate, (as_id(real), Case(kind) if v.chance(0.3) else None, inner)


@move("Proxy.add_proxy")
def add_proxy(v: View) -> Drawn:
    return v.cold(), (as_id(v.one(COLD)), _kind(v), v.rng.choice([0, 0, 0, 2]))


@move("Proxy.remove_proxy")
def remove_proxy(v: View) -> Drawn:
    real, (delegate, kind, delay) = v.mine(_entries(v))
    return real, (as_id(delegate), Case(kind), delay)


@move("Proxy.remove_proxies", rare=0.3)
def remove_proxies(v: View) -> Drawn:
    return v.mine(_entries(v))[0], ()


@move("Proxy.create_pure")
def create_pure(v: View) -> Drawn:
    who, index = v.cold(), v.rng.randrange(3)
    kind = v.rng.choice(["Any", "Any", "Staking"])
    block, extrinsic = v.ctx.block_number, v.ctx.extrinsic_index + 1
    pure = pure_account(who, kind, index, block, extrinsic)
    v.notes.remember(v.notes.pures, (pure, who, kind, index, block, extrinsic))
    return who, (Case(kind), 0, index)


@move("Proxy.kill_pure")
def kill_pure(v: View) -> Drawn:
    # Only the pure account itself may, so by its creator as a proxy; see `killing` for the call that carries it.
    _, creator, kind, index, block, extrinsic = v.one(v.notes.pures)
    return creator, (as_id(creator), Case(kind), index, block, extrinsic)


def killing(v: View) -> tuple[bytes, Case]:
    """Return (creator, call) that lets a pure account end itself. Raises: Nothing."""
    alive = [one for one in v.notes.pures if proxy.proxies.exists(v.ctx, one[0])]
    pure, creator, kind, index, block, extrinsic = v.one(alive)
    kill = build("Proxy.kill_pure", (as_id(creator), Case(kind), index, block, extrinsic))
    return creator, build("Proxy.proxy", (as_id(pure), None, kill))


@move("Proxy.announce")
def announce(v: View) -> Drawn:
    delegate, (real, _, _) = _for_delegate(v)
    call = signed_move(v, real)
    v.notes.remember(v.notes.calls, call)
    return delegate, (as_id(real), hash_of(call))


def _announced(v: View) -> list[tuple[bytes, tuple[bytes, bytes, int]]]:
    """Return (delegate, (real, call hash, block)) of all announcements."""
    return [
        (delegate, (one.real, bytes(one.call_hash), one.height))
        for delegate, (entries, _) in proxy.announcements.iter(v.ctx)
        for one in entries
    ]


@move("Proxy.remove_announcement")
def remove_announcement(v: View) -> Drawn:
    delegate, (real, hash_, _) = v.mine(_announced(v))
    return delegate, (as_id(real), hash_)


@move("Proxy.reject_announcement")
def reject_announcement(v: View) -> Drawn:
    real, (delegate, hash_) = v.mine([(real, (delegate, h)) for delegate, (real, h, _) in _announced(v)])
    return real, (as_id(delegate), hash_)


@move("Proxy.proxy_announced", nests=True)
def proxy_announced(v: View) -> Drawn:
    known = {hash_of(call): call for call in v.notes.calls}
    found = [(d, real, hash_) for d, (real, hash_, _) in _announced(v) if hash_ in known]
    delegate, real, hash_ = v.one(found)
    return v.cold(), (as_id(delegate), as_id(real), None, known[hash_])


@move("Proxy.poke_deposit")
def poke_proxies(v: View) -> Drawn:
    return v.cold(), ()


@move("Proxy.set_real_pays_fee")
def set_real_pays_fee(v: View) -> Drawn:
    real, (delegate, _, _) = v.mine(_entries(v))
    return real, (as_id(delegate), v.chance(0.5))


# --- shared accounts -----------------------------------------------------------------------------------


def _others(signatories: tuple[bytes, ...], who: bytes) -> tuple[bytes, ...]:
    return tuple(one for one in signatories if one != who)


def _weight() -> object:
    return WEIGHT(10**11, 10**5)


def _group(v: View) -> tuple[tuple[bytes, ...], int]:
    """Return (signatories in order, threshold) of one of a few groups, so that operations meet."""
    return v.one(GROUPS), 2


def _spending(v: View, shared: bytes) -> Case:
    amount = max(v.free(shared) // 3, 1)
    return build("Balances.transfer_allow_death", (as_id(v.one(COLD)), amount))


@move("Multisig.as_multi_threshold_1", nests=True)
def as_multi_threshold_1(v: View) -> Drawn:
    members, _ = _group(v)
    who = v.pinned if v.pinned in members else v.one(members)
    return who, (_others(members, who), _spending(v, multisig_account(members, 1)))


def _open(v: View) -> list[tuple[tuple[bytes, ...], int, Case, object, object]]:
    """Return (signatories, threshold, call, timepoint, record) of open operations that the players remember."""
    found = []
    for members, threshold, call in v.notes.multisigs:
        record = multisig.multisigs.get(v.ctx, multisig_account(members, threshold), hash_of(call))
        if record is not None:
            found.append((members, threshold, call, record.when, record))
    return found


@move("Multisig.as_multi", nests=True)
def as_multi(v: View) -> Drawn:
    waiting = _open(v)
    if waiting and v.chance(0.7):
        members, threshold, call, when, record = v.one(waiting)
        left = [m for m in members if m not in record.approvals]  # type: ignore[attr-defined]
        who = v.one(left)
        return who, (threshold, _others(members, who), when, call, _weight())
    members, threshold = _group(v)
    call = _spending(v, multisig_account(members, threshold))
    v.notes.remember(v.notes.multisigs, (members, threshold, call))
    who = v.one(members)
    return who, (threshold, _others(members, who), None, call, _weight())


@move("Multisig.approve_as_multi")
def approve_as_multi(v: View) -> Drawn:
    waiting = _open(v)
    if waiting and v.chance(0.4):
        members, threshold, call, when, _ = v.one(waiting)
        who = v.one(members)
        return who, (threshold, _others(members, who), when, hash_of(call), _weight())
    members, threshold = _group(v)
    call = _spending(v, multisig_account(members, threshold))
    v.notes.remember(v.notes.multisigs, (members, threshold, call))
    who = v.one(members)
    return who, (threshold, _others(members, who), None, hash_of(call), _weight())


@move("Multisig.cancel_as_multi")
def cancel_as_multi(v: View) -> Drawn:
    members, threshold, call, when, record = v.one(_open(v))
    who = record.depositor  # type: ignore[attr-defined]
    return who, (threshold, _others(members, who), when, hash_of(call))


@move("Multisig.poke_deposit")
def poke_multisig(v: View) -> Drawn:
    members, threshold, call, _, record = v.one(_open(v))
    who = record.depositor  # type: ignore[attr-defined]
    return who, (threshold, _others(members, who), hash_of(call))
