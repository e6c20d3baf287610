"""State of the subnets: existence, ownership, identity, registration cost."""

from meritnet.codec import BOOL, BYTES, U16, U64
from meritnet.codec.common import ACCOUNT_ID, NET_UID, TAO
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY
from meritnet.primitives.params import Param
from meritnet.state.items import StorageMap, StorageValue

from .types import SUBNET_IDENTITY_V3

PALLET = "SubtensorModule"

networks_added = StorageMap(
    PALLET, "NetworksAdded", (NET_UID, IDENTITY), BOOL, False, doc="Whether a subnet exists; root does."
)
total_networks = StorageValue(PALLET, "TotalNetworks", U16, 0, doc="Number of subnets, root included.")
network_registered_at = StorageMap(
    PALLET,
    "NetworkRegisteredAt",
    (NET_UID, IDENTITY),
    U64,
    0,
    doc="Block in which a subnet was registered; 0 for those of genesis.",
)
subnet_owner = StorageMap(
    PALLET,
    "SubnetOwner",
    (NET_UID, IDENTITY),
    ACCOUNT_ID,
    bytes(32),
    doc="Coldkey that owns a subnet; the zero account: nobody.",
)
subnet_owner_hotkey = StorageMap(
    PALLET,
    "SubnetOwnerHotkey",
    (NET_UID, IDENTITY),
    ACCOUNT_ID,
    bytes(32),
    doc="Hotkey that receives the owner's cut and is never pruned; the zero account: none.",
)
subnet_mechanism = StorageMap(
    PALLET,
    "SubnetMechanism",
    (NET_UID, IDENTITY),
    U16,
    0,
    doc="How alpha is priced: 1 for a pool, 0 for one TAO per alpha (root).",
)
subnet_locked = StorageMap(
    PALLET,
    "SubnetLocked",
    (NET_UID, IDENTITY),
    TAO,
    0,
    doc="What registering the subnet cost its owner. Unit: rao.",
)
largest_locked = StorageMap(
    PALLET,
    "LargestLocked",
    (NET_UID, IDENTITY),
    U64,
    0,
    doc="Former record of the largest lock, kept for readers. Unit: rao.",
)
token_symbol = StorageMap(
    PALLET,
    "TokenSymbol",
    (NET_UID, IDENTITY),
    BYTES,
    b"\xf0\x9d\x9c\x8f",
    doc="Symbol of a subnet's alpha, UTF-8.",
)
subnet_identities_v3 = StorageMap(
    PALLET,
    "SubnetIdentitiesV3",
    (NET_UID, BLAKE2_128_CONCAT),
    SUBNET_IDENTITY_V3,
    doc="How the owner describes a subnet; fields of at most 256 or 1024 bytes.",
)
first_emission_block_number = StorageMap(
    PALLET,
    "FirstEmissionBlockNumber",
    (NET_UID, IDENTITY),
    U64,
    doc="First block in which a started subnet takes part in emission; none before `start_call`.",
)
subtoken_enabled = StorageMap(
    PALLET, "SubtokenEnabled", (NET_UID, IDENTITY), BOOL, False, doc="Whether a subnet's alpha can be staked."
)
registered_subnet_counter = StorageMap(
    PALLET,
    "RegisteredSubnetCounter",
    (NET_UID, IDENTITY),
    U64,
    0,
    doc="How many subnets ever had this netuid; tells a newcomer from its predecessor.",
)
network_last_lock_cost = StorageValue(
    PALLET,
    "NetworkLastLockCost",
    TAO,
    1_000_000_000_000,
    doc="What the last registered subnet cost. Unit: rao.",
)
network_min_lock_cost = StorageValue(
    PALLET, "NetworkMinLockCost", TAO, 1_000_000_000_000, doc="Least cost of a subnet. Unit: rao."
)
network_lock_reduction_interval = StorageValue(
    PALLET,
    "NetworkLockReductionInterval",
    U64,
    100_800,
    doc="Blocks in which the cost of a subnet falls by the last cost, at full emission.",
)
network_immunity_period = StorageValue(
    PALLET,
    "NetworkImmunityPeriod",
    U64,
    1_296_000,
    doc="Blocks in which a new subnet would be safe from eviction; kept for readers.",
)
network_rate_limit = StorageValue(
    PALLET,
    "NetworkRateLimit",
    U64,
    Param("network_rate_limit"),
    doc="Blocks between two registrations of subnets; 0: no wait.",
)
network_registration_start_block = StorageValue(
    PALLET, "NetworkRegistrationStartBlock", U64, 0, doc="First block in which subnets can be registered."
)
tao_in_refund_deployment_block = StorageValue(
    PALLET,
    "TaoInRefundDeploymentBlock",
    U64,
    0,
    doc="Block from which dissolved pools would pay out their own alpha; kept for readers.",
)
subnet_limit = StorageValue(PALLET, "SubnetLimit", U16, 128, doc="Most subnets, root not counted.")
start_call_delay = StorageValue(
    PALLET, "StartCallDelay", U64, 0, doc="Blocks from the registration of a subnet until it can be started."
)
