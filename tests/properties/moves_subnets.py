"""Subnets come, start, are described and end; their tempo, epochs and symbols."""

from typing import Any

from meritnet.runtime.pallets.leases import storage as leases
from meritnet.runtime.pallets.registration import hotkeys
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.queries import owner
from meritnet.runtime.pallets.subnets.symbols import SYMBOLS

from .moves import Drawn, move
from .tally import declared
from .view import Nothing, View


@move("SubtensorModule.register_network")
def register_network(v: View) -> Drawn:
    return v.cold(), (v.free_hot() if v.chance(0.6) else v.hot(),)


def _identity(v: View, *, count: int) -> tuple[Any, ...]:  # Any: texts
    return tuple(b"y" * v.rng.randrange(20) for _ in range(count))


@move("SubtensorModule.register_network_with_identity")
def register_network_with_identity(v: View) -> Drawn:
    type_ = declared()["SubtensorModule.register_network_with_identity"].args[1][1]
    empty = type_.decode(b"\x01" + bytes(8))
    identity = empty._replace(**{name: b"y" * v.rng.randrange(9) for name in empty._fields})
    return v.cold(), (v.free_hot(), identity if v.chance(0.8) else None)


@move("SubtensorModule.start_call")
def start_call(v: View) -> Drawn:
    waiting = [n for n in v.subnets if subnets.first_emission_block_number.get(v.ctx, n) is None]
    if waiting and v.chance(0.9):
        netuid = v.one(waiting)
        return v.pinned or owner(v.ctx, netuid), (netuid,)
    who, netuid = v.owned()
    return who, (netuid,)


@move("SubtensorModule.dissolve_network", rare=0.15)
def dissolve_network(v: View) -> Drawn:
    return None, (owner(v.ctx, n := v.netuid()), n)


@move("SubtensorModule.root_dissolve_network", rare=0.15)
def root_dissolve_network(v: View) -> Drawn:
    return None, (v.netuid(),)


@move("SubtensorModule.set_subnet_identity")
def set_subnet_identity(v: View) -> Drawn:
    who, netuid = v.owned()
    return who, (netuid, *_identity(v, count=8))


@move("SubtensorModule.update_symbol")
def update_symbol(v: View) -> Drawn:
    who, netuid = v.owned() if v.chance(0.6) else (None, v.netuid())
    return who, (netuid, v.rng.choice(SYMBOLS))


@move("SubtensorModule.set_tempo")
def set_tempo(v: View) -> Drawn:
    who, netuid = v.owned() if v.chance(0.6) else (None, v.netuid())
    return who, (netuid, v.rng.choice([360, 500, 1_000, 50_400]))


@move("SubtensorModule.set_activity_cutoff_factor")
def set_activity_cutoff_factor(v: View) -> Drawn:
    who, netuid = v.owned() if v.chance(0.6) else (None, v.netuid())
    return who, (netuid, v.rng.choice([1_000, 13_889, 50_000, 999]))


@move("SubtensorModule.trigger_epoch")
def trigger_epoch(v: View) -> Drawn:
    who, netuid = v.owned() if v.chance(0.7) else (None, v.netuid())
    return who, (netuid,)


# --- leases --------------------------------------------------------------------------------------------


@move("SubtensorModule.register_leased_network")
def register_leased_network(v: View) -> Drawn:
    # Works within a crowdloan only, see moves_markets.
    end = v.ctx.block_number + v.rng.randrange(10, 80) if v.chance(0.8) else None
    return v.cold(), (v.rng.randrange(0, 101), end)


@move("SubtensorModule.terminate_lease")
def terminate_lease(v: View) -> Drawn:
    found = [(lease.beneficiary, lease_id) for lease_id, lease in leases.subnet_leases.iter(v.ctx)]
    over = [
        (who, lease_id)
        for who, lease_id in found
        if (end := leases.subnet_leases.get(v.ctx, lease_id).end_block) and end <= v.ctx.block_number
    ]
    who, lease_id = v.mine(over if over and v.chance(0.9) else found)
    owned = hotkeys.owned_by(v.ctx, who)
    if not owned:
        raise Nothing
    return who, (lease_id, v.one(owned))
