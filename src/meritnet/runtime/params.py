"""Chain parameters: every value that differs between networks, in one frozen object; presets make them.

Declarations name a field (`Param("initial_tempo")`); `Runtime(params)` resolves it. Nothing else in the rules
knows which network it runs on. Parameters of preset `meritnet` have a neutral value at which the chain equals
the reference.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from meritnet.primitives.errors import Invalid

PACES = {250: "fast", 1_000: "fast", 12_000: "slow"}


@dataclass(frozen=True, slots=True)
class ChainParams:
    """Parameters of one chain. Amounts in rao, durations in blocks unless the name says otherwise."""

    preset: str
    chain_type: str
    slot_duration_ms: int
    spec_version: int
    transaction_version: int = 1

    # Values of the reference that differ between fast and production builds (localnet.json).
    initial_tempo: int = 360
    childkey_take_rate_limit: int = 216_000
    children_rate_limit: int = 150
    """Blocks between two changes of a hotkey's children on one subnet."""
    coldkey_swap_announcement_delay: int = 36_000
    coldkey_swap_reannouncement_delay: int = 7_200
    hotkey_swap_on_subnet_interval: int = 7_200
    evm_key_associate_rate_limit: int = 7_200
    max_epochs_per_block: int = 2
    max_uids_trimming_rate_limit: int = 216_000
    pending_childkey_cooldown: int = 7_200
    mechanism_count_rate_limit: int = 7_200
    mechanism_emission_rate_limit: int = 7_200
    network_rate_limit: int = 7_200
    crowdloan_minimum_duration: int = 50_400
    crowdloan_maximum_duration: int = 432_000

    subnet_names: tuple[str, ...] = ("root",)
    """Names shown for subnets without one in their identity, by netuid; "unknown" for the others."""

    # Rules of preset `meritnet`; the values here are neutral.
    lock_burn_ppm: int = 0
    """Share of a subnet's registration cost burned for good, after the pool's starting liquidity. Unit: 1e-6."""
    min_pool_tao: int = 0
    """Least TAO a new subnet's pool keeps of the lock before any of it is burned; without a burn the reference's
    minimum lock applies instead. Unit: rao.
    """
    split_ppm: tuple[int, int, int] | None = None
    """Shares of a subnet's alpha emission: miners, validators with their stakers, owner. None: as the
    reference. Unit: 1e-6.
    """
    emission_from_start: bool = False
    """Whether a subnet earns TAO from `start_call` on, without root enabling it."""
    coldkey_swap_keeps_claims: bool = False
    """Whether a swapped coldkey keeps count of all root dividends it had claimed. The reference keeps it only where
    the coldkey also has stake on the subnet, so that the others can be claimed once more.
    """

    runtime_version: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)

    @property
    def minimum_period_ms(self) -> int:
        """Half the slot duration, as `Timestamp.MinimumPeriod` shows it. Unit: milliseconds."""
        return self.slot_duration_ms // 2


FAST: dict[str, Any] = {  # Any: fields of several types
    "initial_tempo": 10,
    "childkey_take_rate_limit": 5,
    "children_rate_limit": 50,  # the reference keeps 150; its clients' test programs count on 50 at this pace
    "coldkey_swap_announcement_delay": 50,
    "coldkey_swap_reannouncement_delay": 10,
    "hotkey_swap_on_subnet_interval": 1,
    "evm_key_associate_rate_limit": 1,
    "max_epochs_per_block": 32,
    "max_uids_trimming_rate_limit": 1,
    "pending_childkey_cooldown": 15,
    "mechanism_count_rate_limit": 1,
    "mechanism_emission_rate_limit": 1,
    "crowdloan_minimum_duration": 50,
    "crowdloan_maximum_duration": 20_000,
}
"""The fast column of the reference's local chain."""

MERITNET_RULES: dict[str, Any] = {  # Any: fields of several types
    "lock_burn_ppm": 500_000,
    "min_pool_tao": 100 * 10**9,
    "split_ppm": (500_000, 320_000, 180_000),
    "emission_from_start": True,
    "coldkey_swap_keeps_claims": True,
}

LOCAL_NAMES = ("root", "apex", "omron")
"""Quirk: the reference names unnamed subnets after those of its main network; client test programs look for the
first ones on a development chain.
"""

PRESETS = ("local", "reference", "meritnet")
SPEC_VERSION = 1_001
"""Our own counter: bumped whenever metadata changes; the surface lock test forces it.

It starts above the reference's so that clients with type tables for old versions do not apply them here.
"""


def params_for(preset: str, block_time_ms: int | None = None, *, rules: bool | None = None) -> ChainParams:
    """Return the parameters of a preset at a pace.

    `local` takes 250 ms, 1 s (default) or any pace up to 12 s: the slow column of the reference applies from
    12 s on. `rules` adds the rules of preset `meritnet` to a local chain. Raises: Invalid for an unknown
    preset or pace.
    """
    if preset not in PRESETS:
        raise Invalid(f"preset {preset!r} is unknown; choose one of {', '.join(PRESETS)}")
    pace = block_time_ms if block_time_ms is not None else (1_000 if preset == "local" else 12_000)
    if not 50 <= pace <= 60_000:
        raise Invalid(f"block time {pace} ms is outside 50..60000 ms; choose 250, 1000 or 12000")
    base = ChainParams(
        preset=preset,
        chain_type="Local" if preset == "local" else "Live",
        slot_duration_ms=pace,
        spec_version=SPEC_VERSION,
    )
    if preset == "local":
        base = replace(base, network_rate_limit=0, subnet_names=LOCAL_NAMES)
        base = replace(base, **(FAST if pace < 12_000 else {}))
    if preset == "meritnet" or rules:
        base = replace(base, **MERITNET_RULES)
    return base
