"""State of the subnets: existence, ownership, identity, registration cost."""

from meritnet.codec import BOOL, BYTES, U16, U64
from meritnet.codec.common import ACCOUNT_ID, NET_UID, TAO
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY
from meritnet.primitives.params import Param
from meritnet.state.items import StorageMap, StorageValue

from .types import SUBNET_IDENTITY_V3

PALLET = "SubtensorModule"

networks_added = StorageMap(PALLET, "NetworksAdded", (NET_UID, IDENTITY), BOOL, False, doc="")
total_networks = StorageValue(PALLET, "TotalNetworks", U16, 0, doc="")
network_registered_at = StorageMap(PALLET, "NetworkRegisteredAt", (NET_UID, IDENTITY), U64, 0, doc="")
subnet_owner = StorageMap(PALLET, "SubnetOwner", (NET_UID, IDENTITY), ACCOUNT_ID, bytes(32), doc="")
subnet_owner_hotkey = StorageMap(
    PALLET, "SubnetOwnerHotkey", (NET_UID, IDENTITY), ACCOUNT_ID, bytes(32), doc=""
)
subnet_mechanism = StorageMap(PALLET, "SubnetMechanism", (NET_UID, IDENTITY), U16, 0, doc="")
subnet_locked = StorageMap(PALLET, "SubnetLocked", (NET_UID, IDENTITY), TAO, 0, doc="")
largest_locked = StorageMap(PALLET, "LargestLocked", (NET_UID, IDENTITY), U64, 0, doc="")
token_symbol = StorageMap(PALLET, "TokenSymbol", (NET_UID, IDENTITY), BYTES, b"\xf0\x9d\x9c\x8f", doc="")
subnet_identities_v3 = StorageMap(
    PALLET, "SubnetIdentitiesV3", (NET_UID, BLAKE2_128_CONCAT), SUBNET_IDENTITY_V3, doc=""
)
first_emission_block_number = StorageMap(PALLET, "FirstEmissionBlockNumber", (NET_UID, IDENTITY), U64, doc="")
subtoken_enabled = StorageMap(PALLET, "SubtokenEnabled", (NET_UID, IDENTITY), BOOL, False, doc="")
registered_subnet_counter = StorageMap(PALLET, "RegisteredSubnetCounter", (NET_UID, IDENTITY), U64, 0, doc="")
network_last_lock_cost = StorageValue(PALLET, "NetworkLastLockCost", TAO, 1_000_000_000_000, doc="")
network_min_lock_cost = StorageValue(PALLET, "NetworkMinLockCost", TAO, 1_000_000_000_000, doc="")
network_lock_reduction_interval = StorageValue(PALLET, "NetworkLockReductionInterval", U64, 100_800, doc="")
network_immunity_period = StorageValue(PALLET, "NetworkImmunityPeriod", U64, 1_296_000, doc="")
network_rate_limit = StorageValue(PALLET, "NetworkRateLimit", U64, Param("network_rate_limit"), doc="")
network_registration_start_block = StorageValue(PALLET, "NetworkRegistrationStartBlock", U64, 0, doc="")
tao_in_refund_deployment_block = StorageValue(PALLET, "TaoInRefundDeploymentBlock", U64, 0, doc="")
subnet_limit = StorageValue(PALLET, "SubnetLimit", U16, 128, doc="")
start_call_delay = StorageValue(PALLET, "StartCallDelay", U64, 0, doc="")
