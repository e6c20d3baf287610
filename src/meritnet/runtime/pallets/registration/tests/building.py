"""Builds subnets and neurons for tests, straight into state."""

from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import hotkeys, storage, uids
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.testing.chain import account

TAO = 10**9


def open_subnet(ctx: Context, netuid: int, *, max_uids: int = 8, owner: str = "//Owner") -> None:
    """Add a subnet with a deep pool whose owner hotkey (`<owner>/hot`) has no uid yet."""
    subnets.networks_added.set(ctx, netuid, True)
    subnets.subnet_mechanism.set(ctx, netuid, 1)
    subnets.subnet_owner.set(ctx, netuid, account(owner))
    subnets.subnet_owner_hotkey.set(ctx, netuid, account(f"{owner}/hot"))
    hotkeys.associate(ctx, account(owner), account(f"{owner}/hot"))
    hyper.max_allowed_uids.set(ctx, netuid, max_uids)
    hyper.immunity_period.set(ctx, netuid, 0)
    hyper.min_non_immune_uids.set(ctx, netuid, 0)
    emission.subnet_tao.set(ctx, netuid, 1_000 * TAO)
    emission.subnet_alpha_in.set(ctx, netuid, 1_000 * TAO)
    emission.subnet_alpha_out.set(ctx, netuid, 1_000 * TAO)


def add_neurons(ctx: Context, netuid: int, *names: str, coldkey: str = "//Cold") -> list[bytes]:
    """Append a neuron for each name, owned by `coldkey`; return their hotkeys."""
    keys = [account(name) for name in names]
    for hotkey in keys:
        hotkeys.associate(ctx, account(coldkey), hotkey)
        uids.append(ctx, netuid, hotkey)
    return keys


def layout(ctx: Context, netuid: int) -> list[tuple[bytes, int | None]]:
    """Return (hotkey, uid found by hotkey) for every slot: both maps at once."""
    return [(key, storage.uids.get(ctx, netuid, key)) for key in uids.hotkeys(ctx, netuid)]
