"""One subnet as the runtime APIs show it: what several answers or several fields need, read once."""

from functools import cached_property
from typing import Any

from meritnet.primitives.fixed import sat_add64
from meritnet.runtime.framework.context import Context
from meritnet.runtime.pallets.collateral import bonds
from meritnet.runtime.pallets.collateral.arithmetic import Bond
from meritnet.runtime.pallets.consensus_yuma import storage as yuma
from meritnet.runtime.pallets.consensus_yuma.masks import activity_cutoff_blocks
from meritnet.runtime.pallets.consensus_yuma.mechanisms import storage_index
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import storage as registration
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.staking.inheritance import stake_weights
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.state.items import StorageMap

UNNAMED = "unknown"
NO_BOND = Bond(0, 0)
NO_AXON = registration.axons.value(0, 0, 0, 0, 0, 0, 0, 0)  # type: ignore[operator]
NO_PROMETHEUS = registration.prometheus.value(0, 0, 0, 0, 0)  # type: ignore[operator]
I64F64_FRACTION_BITS = 64


class SubnetReading:
    """A subnet and one of its mechanisms at the block of `ctx`. Vectors are indexed by uid."""

    def __init__(self, ctx: Context, netuid: int, mechid: int = 0) -> None:
        self.ctx = ctx
        self.netuid = netuid
        self.index = storage_index(netuid, mechid)

    def get(self, item: StorageMap) -> Any:
        """Return the subnet's value of a map by netuid."""
        return item.get(self.ctx, self.netuid)

    def column(self, item: StorageMap) -> tuple[Any, ...]:
        """Return a stored vector of the subnet, as long as it was stored."""
        values: tuple[Any, ...] = item.value.unpack(item.get(self.ctx, self.netuid))  # type: ignore[attr-defined]
        return values

    def mechanism_column(self, item: StorageMap) -> tuple[Any, ...]:
        """Return a stored vector of the mechanism, as long as it was stored."""
        values: tuple[Any, ...] = item.value.unpack(item.get(self.ctx, self.index))  # type: ignore[attr-defined]
        return values

    @cached_property
    def count(self) -> int:
        """Number of uids."""
        return uids.count(self.ctx, self.netuid)

    @cached_property
    def hotkeys(self) -> list[bytes]:
        """Hotkey of each uid."""
        return uids.hotkeys(self.ctx, self.netuid)

    @cached_property
    def coldkeys(self) -> list[bytes]:
        """Coldkey of each uid."""
        return [registration.owner.get(self.ctx, hotkey) for hotkey in self.hotkeys]

    @cached_property
    def bonds(self) -> list[Bond]:
        """Collateral of each uid's hotkey with its coldkey."""
        found = bonds.bonded(self.ctx, self.netuid)
        return [found.get(keys, NO_BOND) for keys in zip(self.hotkeys, self.coldkeys, strict=True)]

    @cached_property
    def registered_at(self) -> list[int]:
        """Block in which each uid was last given away."""
        item = registration.block_at_registration
        return [item.get(self.ctx, self.netuid, uid) for uid in range(self.count)]

    @cached_property
    def stakes(self) -> tuple[list[int], list[int], list[int]]:
        """Inherited alpha, inherited root TAO and total stake weight of each uid. Unit: rao, floored."""
        alpha, tao, total = stake_weights(self.ctx, self.netuid, self.hotkeys)
        return alpha, tao, [bits >> I64F64_FRACTION_BITS for bits in total]

    @cached_property
    def permits(self) -> tuple[bool, ...]:
        """Whether each uid may validate."""
        return self.column(yuma.validator_permit)

    def axon(self, hotkey: bytes) -> Any:
        """Return where a hotkey serves, all zero where it does not."""
        return registration.axons.get(self.ctx, self.netuid, hotkey) or NO_AXON

    def prometheus(self, hotkey: bytes) -> Any:
        """Return where a hotkey serves metrics, all zero where it does not."""
        return registration.prometheus.get(self.ctx, self.netuid, hotkey) or NO_PROMETHEUS

    @cached_property
    def identity(self) -> Any:
        """What the owner says about the subnet, or None."""
        return subnets.subnet_identities_v3.get(self.ctx, self.netuid)

    @property
    def name(self) -> bytes:
        """Name in the subnet's identity; without one the chain's own name for the netuid, else "unknown"."""
        if self.identity is not None and self.identity.subnet_name:
            return bytes(self.identity.subnet_name)
        names: tuple[str, ...] = self.ctx.params.subnet_names
        return (names[self.netuid] if self.netuid < len(names) else UNNAMED).encode()

    @property
    def last_step(self) -> int:
        """Block of the last epoch, 0 before the first."""
        return int(self.get(emission.last_mechansim_step_block))

    @property
    def blocks_since_last_step(self) -> int:
        """Blocks since the last epoch."""
        return max(self.ctx.block_number - self.last_step, 0)

    @property
    def pending_alpha(self) -> int:
        """Alpha that the next epoch pays to miners and validators. Unit: rao."""
        return sat_add64(
            self.get(emission.pending_validator_emission), self.get(emission.pending_server_emission)
        )

    @property
    def activity_cutoff(self) -> int:
        """Blocks without new weights after which a validator counts as inactive."""
        return activity_cutoff_blocks(self.get(hyper.activity_cutoff_factor_milli), self.get(hyper.tempo))
