"""SubnetInfoRuntimeApi, settings of a subnet: two fixed forms and an open list of names with values.

Absent: users cannot add liquidity; it shows as off.
"""

from collections.abc import Callable
from typing import Any

from meritnet.codec import (
    BOOL,
    BYTES,
    U16,
    U32,
    U64,
    U128,
    Case,
    Compact,
    Enum,
    Option,
    Struct,
    Type,
    Variant,
    Vec,
)
from meritnet.codec.common import I32F32_T, NET_UID, TAO, U64F64_T
from meritnet.primitives.fixed import I32F32
from meritnet.runtime.framework.context import Context
from meritnet.runtime.framework.declarations import api
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.locks.storage import owner_cut_auto_lock_enabled
from meritnet.runtime.pallets.staking.child_keys import least_childkey_take
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subnets.queries import exists
from meritnet.state.items import StorageMap

from .subnet_reading import SubnetReading

Reader = Callable[[SubnetReading], Any]

MAX_WEIGHTS_LIMIT = 65535
"""A single weight is not limited any more."""

_PATH = "pallet_subtensor::rpc_info::subnet_info::"
HYPERPARAM_VALUE = Enum(
    f"{_PATH}HyperparamValue",
    [
        Variant(0, "Bool", [(None, BOOL)]),
        Variant(1, "U16", [(None, Compact(U16))]),
        Variant(2, "U32", [(None, Compact(U32))]),
        Variant(3, "U64", [(None, Compact(U64))]),
        Variant(4, "U128", [(None, Compact(U128))]),
        Variant(5, "TaoBalance", [(None, Compact(TAO))]),
        Variant(6, "I32F32", [(None, I32F32_T)]),
        Variant(7, "U64F64", [(None, U64F64_T)]),
    ],
)
HYPERPARAM_ENTRY = Struct(f"{_PATH}HyperparamEntry", [("name", BYTES), ("value", HYPERPARAM_VALUE)])


def _stored(item: StorageMap) -> Reader:
    return lambda subnet: subnet.get(item)


def _constant(value: Any) -> Reader:
    return lambda _: value


def _yuma_version(subnet: SubnetReading) -> int:
    return 3 if subnet.get(hyper.yuma3_on) else 2


def _alpha_low(subnet: SubnetReading) -> int:
    return int(subnet.get(hyper.alpha_values)[0])


def _alpha_high(subnet: SubnetReading) -> int:
    return int(subnet.get(hyper.alpha_values)[1])


def _steepness(subnet: SubnetReading) -> int:
    return I32F32.from_int(subnet.get(hyper.alpha_sigmoid_steepness))


READERS: dict[str, Reader] = {
    "rho": _stored(hyper.rho),
    "kappa": _stored(hyper.kappa),
    "immunity_period": _stored(hyper.immunity_period),
    "min_allowed_weights": _stored(hyper.min_allowed_weights),
    "max_weights_limit": _constant(MAX_WEIGHTS_LIMIT),
    "tempo": _stored(hyper.tempo),
    "min_difficulty": _stored(hyper.min_difficulty),
    "max_difficulty": _stored(hyper.max_difficulty),
    "weights_version": _stored(hyper.weights_version_key),
    "weights_rate_limit": _stored(hyper.weights_set_rate_limit),
    "adjustment_interval": _stored(hyper.adjustment_interval),
    "activity_cutoff": lambda subnet: subnet.activity_cutoff,
    "activity_cutoff_factor": _stored(hyper.activity_cutoff_factor_milli),
    "registration_allowed": _stored(hyper.network_registration_allowed),
    "target_regs_per_interval": _stored(hyper.target_registrations_per_interval),
    "min_burn": _stored(hyper.min_burn),
    "max_burn": _stored(hyper.max_burn),
    "burn_half_life": _stored(hyper.burn_half_life),
    "burn_increase_mult": _stored(hyper.burn_increase_mult),
    "bonds_moving_avg": _stored(hyper.bonds_moving_average),
    "max_regs_per_block": _stored(hyper.max_registrations_per_block),
    "serving_rate_limit": _stored(hyper.serving_rate_limit),
    "max_validators": _stored(hyper.max_allowed_validators),
    "adjustment_alpha": _stored(hyper.adjustment_alpha),
    "difficulty": _stored(hyper.difficulty),
    "commit_reveal_period": _stored(hyper.reveal_period_epochs),
    "commit_reveal_weights_enabled": _stored(hyper.commit_reveal_weights_enabled),
    "alpha_high": _alpha_high,
    "alpha_low": _alpha_low,
    "liquid_alpha_enabled": _stored(hyper.liquid_alpha_on),
    "alpha_sigmoid_steepness": _steepness,
    "yuma_version": _yuma_version,
    "subnet_is_active": _stored(subnets.subtoken_enabled),
    "transfers_enabled": _stored(hyper.transfer_toggle),
    "bonds_reset_enabled": _stored(hyper.bonds_reset_on),
    "user_liquidity_enabled": _constant(False),
    "owner_cut_enabled": _stored(hyper.owner_cut_enabled),
    "owner_cut_auto_lock_enabled": _stored(owner_cut_auto_lock_enabled),
    "min_childkey_take": lambda subnet: least_childkey_take(subnet.ctx, subnet.netuid),
}
"""Where each setting comes from, by the name that clients know."""

_V1: list[tuple[str, Type]] = [
    ("rho", Compact(U16)),
    ("kappa", Compact(U16)),
    ("immunity_period", Compact(U16)),
    ("min_allowed_weights", Compact(U16)),
    ("max_weights_limit", Compact(U16)),
    ("tempo", Compact(U16)),
    ("min_difficulty", Compact(U64)),
    ("max_difficulty", Compact(U64)),
    ("weights_version", Compact(U64)),
    ("weights_rate_limit", Compact(U64)),
    ("adjustment_interval", Compact(U16)),
    ("activity_cutoff", Compact(U64)),
    ("registration_allowed", BOOL),
    ("target_regs_per_interval", Compact(U16)),
    ("min_burn", Compact(TAO)),
    ("max_burn", Compact(TAO)),
    ("bonds_moving_avg", Compact(U64)),
    ("max_regs_per_block", Compact(U16)),
    ("serving_rate_limit", Compact(U64)),
    ("max_validators", Compact(U16)),
    ("adjustment_alpha", Compact(U64)),
    ("difficulty", Compact(U64)),
    ("commit_reveal_period", Compact(U64)),
    ("commit_reveal_weights_enabled", BOOL),
    ("alpha_high", Compact(U16)),
    ("alpha_low", Compact(U16)),
    ("liquid_alpha_enabled", BOOL),
]
_V2: list[tuple[str, Type]] = [
    *_V1,
    ("alpha_sigmoid_steepness", I32F32_T),
    ("yuma_version", Compact(U16)),
    ("subnet_is_active", BOOL),
    ("transfers_enabled", BOOL),
    ("bonds_reset_enabled", BOOL),
    ("user_liquidity_enabled", BOOL),
]
HYPERPARAMS = Struct(f"{_PATH}SubnetHyperparams", _V1)
HYPERPARAMS_V2 = Struct(f"{_PATH}SubnetHyperparamsV2", _V2)

V3: dict[str, str] = {
    "kappa": "U16",
    "immunity_period": "U16",
    "min_allowed_weights": "U16",
    "max_weights_limit": "U16",
    "tempo": "U16",
    "weights_version": "U64",
    "weights_rate_limit": "U64",
    "activity_cutoff": "U64",
    "activity_cutoff_factor": "U32",
    "registration_allowed": "Bool",
    "target_regs_per_interval": "U16",
    "min_burn": "TaoBalance",
    "max_burn": "TaoBalance",
    "burn_half_life": "U16",
    "burn_increase_mult": "U64F64",
    "bonds_moving_avg": "U64",
    "max_regs_per_block": "U16",
    "serving_rate_limit": "U64",
    "max_validators": "U16",
    "commit_reveal_period": "U64",
    "commit_reveal_weights_enabled": "Bool",
    "alpha_high": "U16",
    "alpha_low": "U16",
    "liquid_alpha_enabled": "Bool",
    "alpha_sigmoid_steepness": "I32F32",
    "yuma_version": "U16",
    "subnet_is_active": "Bool",
    "transfers_enabled": "Bool",
    "bonds_reset_enabled": "Bool",
    "user_liquidity_enabled": "Bool",
    "owner_cut_enabled": "Bool",
    "owner_cut_auto_lock_enabled": "Bool",
    "min_childkey_take": "U16",
}
"""Names of the open list in order, with the variant that carries the value."""


def _filled(ctx: Context, netuid: int, struct: Struct) -> Any:
    if not exists(ctx, netuid):
        return None
    subnet = SubnetReading(ctx, netuid)
    return struct(*(READERS[str(field.name)](subnet) for field in struct.fields))


@api("SubnetInfoRuntimeApi", {"netuid": NET_UID}, Option(HYPERPARAMS))
def get_subnet_hyperparams(ctx: Context, netuid: int) -> Any:
    """Return a subnet's settings in the first form, nothing for an unknown subnet."""
    return _filled(ctx, netuid, HYPERPARAMS)


@api("SubnetInfoRuntimeApi", {"netuid": NET_UID}, Option(HYPERPARAMS_V2))
def get_subnet_hyperparams_v2(ctx: Context, netuid: int) -> Any:
    """Return a subnet's settings in the second form, nothing for an unknown subnet."""
    return _filled(ctx, netuid, HYPERPARAMS_V2)


@api("SubnetInfoRuntimeApi", {"netuid": NET_UID}, Option(Vec(HYPERPARAM_ENTRY)))
def get_subnet_hyperparams_v3(ctx: Context, netuid: int) -> Any:
    """Return a subnet's settings by name, nothing for an unknown subnet."""
    if not exists(ctx, netuid):
        return None
    subnet = SubnetReading(ctx, netuid)
    return [
        HYPERPARAM_ENTRY(name.encode(), Case(variant, (READERS[name](subnet),)))
        for name, variant in V3.items()
    ]
