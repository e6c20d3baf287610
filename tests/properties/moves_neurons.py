"""Registration, serving, weights in the open and hidden, child keys, takes, identities, EVM keys, voting power."""

from typing import Any

from coincurve import PrivateKey

from meritnet.codec import Case
from meritnet.crypto import ecdsa
from meritnet.crypto.timelock_weights import encode_row
from meritnet.runtime.pallets.consensus_yuma.mechanisms import storage_index
from meritnet.runtime.pallets.consensus_yuma.mechanisms_state import count as mechanism_count
from meritnet.runtime.pallets.drand import storage as drand
from meritnet.runtime.pallets.evm_keys import proof
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.weights import commits
from meritnet.runtime.pallets.weights.committing import Row

from .cast import EVM_SECRETS
from .moves import Drawn, move
from .view import Nothing, View

Weights = tuple[tuple[int, ...], tuple[int, ...]]


@move("SubtensorModule.register")
def register(v: View) -> Drawn:
    who = v.cold()
    return who, (v.netuid(), v.ctx.block_number, 0, bytes(32), v.hot(), who)


@move("SubtensorModule.burned_register")
def burned_register(v: View) -> Drawn:
    who = v.cold()
    return who, (v.netuid(), v.hot(who) if v.chance(0.5) else v.free_hot())


@move("SubtensorModule.register_limit")
def register_limit(v: View) -> Drawn:
    who = v.cold()
    return who, (v.netuid(), v.hot(who) if v.chance(0.5) else v.free_hot(), v.rng.choice([10**8, 10**12]))


@move("SubtensorModule.root_register")
def root_register(v: View) -> Drawn:
    who, hotkey = v.keeper()
    return who, (hotkey,)


@move("SubtensorModule.try_associate_hotkey")
def try_associate_hotkey(v: View) -> Drawn:
    return v.cold(), (v.free_hot() if v.chance(0.7) else v.hot(),)


# --- serving -------------------------------------------------------------------------------------------


def _endpoint(v: View) -> tuple[int, int, int, int]:
    """Return version, address, port, kind of address."""
    return v.rng.randrange(9), v.rng.choice([0x08080808, 0x01020304, 2**40 + 9]), 8091, 4


@move("SubtensorModule.serve_axon")
def serve_axon(v: View) -> Drawn:
    hotkey, netuid, _ = v.neuron()
    return hotkey, (netuid, *_endpoint(v), 4, 0, 0)


@move("SubtensorModule.serve_axon_tls")
def serve_axon_tls(v: View) -> Drawn:
    hotkey, netuid, _ = v.neuron()
    return hotkey, (netuid, *_endpoint(v), 4, 0, 0, v.rng.randbytes(40))


@move("SubtensorModule.serve_prometheus")
def serve_prometheus(v: View) -> Drawn:
    hotkey, netuid, _ = v.neuron()
    return hotkey, (netuid, *_endpoint(v))


# --- weights -------------------------------------------------------------------------------------------


def row(v: View, netuid: int) -> Weights:
    """Return a row of weights on neurons of a subnet."""
    n = uids.count(v.ctx, netuid)
    if not n:
        raise Nothing
    chosen = v.rng.sample(range(n), v.rng.randrange(1, min(n, 6) + 1))
    return tuple(chosen), tuple(v.rng.choice([0, 1, 300, 40_000, 65_535]) for _ in chosen)


def voter(v: View, *, hidden: bool) -> tuple[bytes, int]:
    """Return a neuron on a subnet where weights are set hidden, or in the open: (hotkey, netuid)."""
    fitting = {n for n in v.subnets if bool(hyper.commit_reveal_weights_enabled.get(v.ctx, n)) == hidden}
    everybody = [(who, netuid) for who, (netuid, _) in v.neurons]
    fits = [one for one in everybody if one[1] in fitting]
    return v.mine(fits if fits and v.chance(0.95) else everybody)


def mechanism(v: View, netuid: int) -> int:
    """Return a mechanism of the subnet, now and then none."""
    return v.rng.randrange(mechanism_count(v.ctx, netuid)) if v.chance(0.97) else 9


def version(v: View, netuid: int) -> int:
    return int(hyper.weights_version_key.get(v.ctx, netuid))


@move("SubtensorModule.set_weights")
def set_weights(v: View) -> Drawn:
    hotkey, netuid = voter(v, hidden=False)
    return hotkey, (netuid, *row(v, netuid), version(v, netuid))


@move("SubtensorModule.set_mechanism_weights")
def set_mechanism_weights(v: View) -> Drawn:
    hotkey, netuid = voter(v, hidden=False)
    return hotkey, (netuid, mechanism(v, netuid), *row(v, netuid), version(v, netuid))


@move("SubtensorModule.batch_set_weights")
def batch_set_weights(v: View) -> Drawn:
    hotkey, netuid = voter(v, hidden=False)
    chosen, values = row(v, netuid)
    return hotkey, ((netuid,), (tuple(zip(chosen, values, strict=True)),), (version(v, netuid),))


def _commit(v: View) -> tuple[bytes, int, int, bytes]:
    """Return (hotkey, netuid, mechanism, hash) of a row that is remembered."""
    hotkey, netuid = voter(v, hidden=True)
    mecid = mechanism(v, netuid)
    salt = tuple(v.rng.randrange(65_536) for _ in range(8))
    chosen, values = row(v, netuid)
    v.notes.remember(v.notes.rows, (hotkey, netuid, mecid, chosen, values, salt), most=120)
    secret = Row(chosen, values, salt, version(v, netuid))
    return hotkey, netuid, mecid, secret.hash_for(hotkey, storage_index(netuid, mecid))


@move("SubtensorModule.commit_weights")
def commit_weights(v: View) -> Drawn:
    hotkey, netuid = voter(v, hidden=True)
    salt = tuple(v.rng.randrange(65_536) for _ in range(8))
    chosen, values = row(v, netuid)
    v.notes.remember(v.notes.rows, (hotkey, netuid, 0, chosen, values, salt), most=120)
    return hotkey, (netuid, Row(chosen, values, salt, version(v, netuid)).hash_for(hotkey, netuid))


@move("SubtensorModule.batch_commit_weights")
def batch_commit_weights(v: View) -> Drawn:
    hotkey, (netuid, hash_) = commit_weights(v)
    return hotkey, ((netuid,), (hash_,))


@move("SubtensorModule.commit_mechanism_weights")
def commit_mechanism_weights(v: View) -> Drawn:
    hotkey, netuid, mecid, hash_ = _commit(v)
    return hotkey, (netuid, mecid, hash_)


def _secret(v: View, *, first_mechanism: bool) -> Any:  # Any: one of Notes.rows
    def is_due(one: Any) -> bool:
        hotkey, netuid, mecid = one[:3]
        if first_mechanism and mecid:
            return False
        waiting = commits.queue(v.ctx, storage_index(netuid, mecid), hotkey)
        now = commits.current_epoch(v.ctx, netuid)
        return any(commits.reveal_epoch(v.ctx, netuid, one) == now for one in waiting)

    due = [(one[0], one) for one in v.notes.rows if is_due(one)]
    everything = [(one[0], one) for one in v.notes.rows if not (first_mechanism and one[2])]
    return v.mine(due if due and v.chance(0.9) else everything)[1]


@move("SubtensorModule.reveal_weights")
def reveal_weights(v: View) -> Drawn:
    hotkey, netuid, _, chosen, values, salt = _secret(v, first_mechanism=True)
    return hotkey, (netuid, chosen, values, salt, version(v, netuid))


@move("SubtensorModule.reveal_mechanism_weights")
def reveal_mechanism_weights(v: View) -> Drawn:
    hotkey, netuid, mecid, chosen, values, salt = _secret(v, first_mechanism=False)
    return hotkey, (netuid, mecid, chosen, values, salt, version(v, netuid))


@move("SubtensorModule.batch_reveal_weights")
def batch_reveal_weights(v: View) -> Drawn:
    hotkey, netuid, _, chosen, values, salt = _secret(v, first_mechanism=True)
    return hotkey, (netuid, (chosen,), (values,), (salt,), (version(v, netuid),))


def locked_row(v: View, hotkey: bytes, netuid: int) -> tuple[bytes, int]:
    """Return weights under a timelock and the round that opens them; now and then bytes that nothing opens."""
    round_ = int(drand.last_stored_round.get(v.ctx)) + v.rng.randrange(1, 8)
    if v.chance(0.1):
        return v.rng.randbytes(60), round_
    return v.beacon.lock(encode_row(hotkey, *row(v, netuid), version(v, netuid)), round_), round_


@move("SubtensorModule.commit_timelocked_weights")
def commit_timelocked_weights(v: View) -> Drawn:
    hotkey, netuid = voter(v, hidden=True)
    return hotkey, (netuid, *locked_row(v, hotkey, netuid), 4)


@move("SubtensorModule.commit_crv3_mechanism_weights")
def commit_crv3_mechanism_weights(v: View) -> Drawn:
    hotkey, netuid = voter(v, hidden=True)
    return hotkey, (netuid, mechanism(v, netuid), *locked_row(v, hotkey, netuid))


@move("SubtensorModule.commit_timelocked_mechanism_weights")
def commit_timelocked_mechanism_weights(v: View) -> Drawn:
    hotkey, netuid = voter(v, hidden=True)
    return hotkey, (netuid, mechanism(v, netuid), *locked_row(v, hotkey, netuid), 4)


@move("Commitments.set_commitment")
def set_commitment(v: View) -> Drawn:
    hotkey, netuid, _ = v.neuron()
    round_ = int(drand.last_stored_round.get(v.ctx)) + v.rng.randrange(1, 6)
    text = v.rng.randbytes(4)
    locked = v.beacon.lock(text, round_) if v.chance(0.8) else v.rng.randbytes(30)
    fields = [
        Case("Raw4", (text,)),
        Case("TimelockEncrypted", (locked, round_)),
        Case("ResetBondsFlag"),
        Case("BigRaw", (v.rng.randbytes(300),)),
        Case("Sha256", (v.rng.randbytes(32),)),
    ]
    return hotkey, (netuid, tuple(v.rng.sample(fields, v.rng.randrange(1, 4))))


@move("Commitments.set_max_space")
def set_max_space(v: View) -> Drawn:
    return None, (v.rng.choice([100, 3_100, 10_000]),)


# --- links and takes -----------------------------------------------------------------------------------


@move("SubtensorModule.set_children")
def set_children(v: View) -> Drawn:
    (who, hotkey), netuid = v.keeper(), v.netuid()
    parts = [2**64 // 10, 2**63, 2**64 // 3, 1]
    children = {v.hot(): v.rng.choice(parts) for _ in range(v.rng.randrange(4))}
    return who, (hotkey, netuid, tuple((part, child) for child, part in children.items()))


@move("SubtensorModule.set_childkey_take")
def set_childkey_take(v: View) -> Drawn:
    who, hotkey = v.keeper()
    return who, (hotkey, v.netuid(), v.share())


@move("SubtensorModule.sudo_set_tx_childkey_take_rate_limit")
def set_childkey_take_limit(v: View) -> Drawn:
    return None, (v.rng.randrange(5),)


@move("SubtensorModule.sudo_set_min_childkey_take")
def set_min_childkey_take(v: View) -> Drawn:
    return None, (v.rng.randrange(2_000),)


@move("SubtensorModule.sudo_set_max_childkey_take")
def set_max_childkey_take(v: View) -> Drawn:
    return None, (v.rng.randrange(8_000, 11_797),)


@move("SubtensorModule.set_pending_childkey_cooldown")
def set_pending_childkey_cooldown(v: View) -> Drawn:
    return None, (v.rng.randrange(6),)


@move("SubtensorModule.decrease_take", "SubtensorModule.increase_take")
def change_take(v: View) -> Drawn:
    who, hotkey = v.keeper()
    return who, (hotkey, v.rng.randrange(11_900))


# --- names ---------------------------------------------------------------------------------------------


@move("SubtensorModule.set_identity")
def set_identity(v: View) -> Drawn:
    return v.cold(), tuple(b"x" * v.rng.randrange(20) for _ in range(7))


@move("SubtensorModule.associate_evm_key")
def associate_evm_key(v: View) -> Drawn:
    hotkey, netuid, _ = v.neuron()
    secret = v.one(EVM_SECRETS)
    text = proof.message(hotkey, v.ctx.block_number)
    raw = PrivateKey(secret).sign_recoverable(proof.digest(text), hasher=None)
    address = proof.address_of(ecdsa.public_key(secret))
    return hotkey, (netuid, address, v.ctx.block_number, raw)


def _of_subnet(v: View) -> tuple[bytes | None, int]:
    """Return root or a subnet's owner, with the subnet."""
    return (None, v.netuid()) if v.chance(0.3) and not v.pinned else v.owned()


@move("SubtensorModule.enable_voting_power_tracking", "SubtensorModule.disable_voting_power_tracking")
def track_voting_power(v: View) -> Drawn:
    who, netuid = _of_subnet(v)
    return who, (netuid,)


@move("SubtensorModule.sudo_set_voting_power_ema_alpha")
def set_voting_power_alpha(v: View) -> Drawn:
    return None, (v.netuid(), v.rng.choice([10**15, 10**17, 10**18]))
