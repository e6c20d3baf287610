"""State that the reference keeps but that no rule reads any more: settings of parked rules, counters of past ones.

Clients and explorers list these items. Root can still set the first five; the others are never written here.
"""

from meritnet.codec import BOOL, BYTES, U16, U32, U64, Tuple, Vec
from meritnet.codec.common import ACCOUNT_ID, I64F64_T, NET_UID, U64F64_T
from meritnet.codec.storage_key import IDENTITY
from meritnet.primitives.fixed import U64F64
from meritnet.state.items import StorageMap, StorageValue

PALLET = "SubtensorModule"

net_tao_flow_enabled = StorageValue(
    PALLET,
    "NetTaoFlowEnabled",
    BOOL,
    True,
    doc="Whether emission by flows would deduct the chain's own buys; parked: emission follows prices.",
)
tao_flow_cutoff = StorageValue(
    PALLET,
    "TaoFlowCutoff",
    I64F64_T,
    0,
    doc="Least flow that emission by flows would count, I64F64 bits of rao; parked: emission follows prices.",
)
flow_norm_exponent = StorageValue(
    PALLET,
    "FlowNormExponent",
    U64F64_T,
    U64F64.ONE,
    doc="Power of flows in emission by flows, 1 to 2, U64F64 bits; parked: emission follows prices.",
)
flow_ema_smoothing_factor = StorageValue(
    PALLET,
    "FlowEmaSmoothingFactor",
    U64,
    29_597_889_189_277,
    doc="Smoothing of flows in emission by flows, of 2^63 - 1; parked: emission follows prices.",
)
dissolve_network_schedule_duration = StorageValue(
    PALLET,
    "DissolveNetworkScheduleDuration",
    U32,
    36_000,
    doc="Former wait between asking for a subnet's end and the end, kept for readers. Unit: blocks.",
)

subnet_ema_protocol_flow = StorageMap(
    PALLET,
    "SubnetEmaProtocolFlow",
    (NET_UID, IDENTITY),
    Tuple(U64, I64F64_T),
    doc="Smoothed TAO flow of the chain's own buys with its block; never written, for emission by flows is parked.",
)
last_adjustment_block = StorageMap(
    PALLET,
    "LastAdjustmentBlock",
    (NET_UID, IDENTITY),
    U64,
    0,
    doc="Former record of the last change of difficulty, kept for readers. Unit: blocks.",
)
pow_registrations_this_interval = StorageMap(
    PALLET,
    "POWRegistrationsThisInterval",
    (NET_UID, IDENTITY),
    U16,
    0,
    doc="Former count of registrations by proof of work, kept for readers.",
)
burn_registrations_this_interval = StorageMap(
    PALLET,
    "BurnRegistrationsThisInterval",
    (NET_UID, IDENTITY),
    U16,
    0,
    doc="Former count of paid registrations in an interval, kept for readers.",
)
validator_prune_len = StorageMap(
    PALLET,
    "ValidatorPruneLen",
    (NET_UID, IDENTITY),
    U64,
    1,
    doc="Former hyperparameter of consensus, kept for readers.",
)
scaling_law_power = StorageMap(
    PALLET,
    "ScalingLawPower",
    (NET_UID, IDENTITY),
    U16,
    50,
    doc="Former hyperparameter of consensus, kept for readers. Unit: 1/100.",
)
loaded_emission = StorageMap(
    PALLET,
    "LoadedEmission",
    (NET_UID, IDENTITY),
    Vec(Tuple(ACCOUNT_ID, U64, U64)),
    doc="Former list of what an epoch gives each hotkey as server and as validator, kept for readers. Unit: rao.",
)
used_work = StorageMap(
    PALLET,
    "UsedWork",
    (BYTES, IDENTITY),
    U64,
    0,
    doc="Block in which a proof of work was used; there is no such registration any more.",
)
next_stake_job_id = StorageValue(
    PALLET, "NextStakeJobId", U64, 0, doc="Former number of the next delayed staking job, kept for readers."
)
has_migration_run = StorageMap(
    PALLET,
    "HasMigrationRun",
    (BYTES, IDENTITY),
    BOOL,
    False,
    doc="Whether a change of the state's layout was made, by its name; this chain began with the present layout.",
)
