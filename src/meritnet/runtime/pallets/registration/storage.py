"""State of neurons: uids, owners of hotkeys, price, endpoints, identities."""

from meritnet.codec import BOOL, U16, U64, Vec
from meritnet.codec.common import ACCOUNT_ID, NET_UID, TAO
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY
from meritnet.state.items import StorageDoubleMap, StorageMap

from .types import AXON_INFO, CHAIN_IDENTITY_V2, NEURON_CERTIFICATE, PROMETHEUS_INFO

PALLET = "SubtensorModule"

owner = StorageMap(PALLET, "Owner", (ACCOUNT_ID, BLAKE2_128_CONCAT), ACCOUNT_ID, bytes(32), doc="")
owned_hotkeys = StorageMap(
    PALLET, "OwnedHotkeys", (ACCOUNT_ID, BLAKE2_128_CONCAT), Vec(ACCOUNT_ID), (), doc=""
)
subnetwork_n = StorageMap(PALLET, "SubnetworkN", (NET_UID, IDENTITY), U16, 0, doc="")
is_network_member = StorageDoubleMap(
    PALLET, "IsNetworkMember", (ACCOUNT_ID, BLAKE2_128_CONCAT), (NET_UID, IDENTITY), BOOL, False, doc=""
)
uids = StorageDoubleMap(PALLET, "Uids", (NET_UID, IDENTITY), (ACCOUNT_ID, BLAKE2_128_CONCAT), U16, doc="")
keys = StorageDoubleMap(PALLET, "Keys", (NET_UID, IDENTITY), (U16, IDENTITY), ACCOUNT_ID, bytes(32), doc="")
block_at_registration = StorageDoubleMap(
    PALLET, "BlockAtRegistration", (NET_UID, IDENTITY), (U16, IDENTITY), U64, 0, doc=""
)
burn = StorageMap(PALLET, "Burn", (NET_UID, IDENTITY), TAO, 100_000_000, doc="")
registrations_this_block = StorageMap(PALLET, "RegistrationsThisBlock", (NET_UID, IDENTITY), U16, 0, doc="")
registrations_this_interval = StorageMap(
    PALLET, "RegistrationsThisInterval", (NET_UID, IDENTITY), U16, 0, doc=""
)
burn_registrations_this_interval = StorageMap(
    PALLET, "BurnRegistrationsThisInterval", (NET_UID, IDENTITY), U16, 0, doc=""
)
rao_recycled_for_registration = StorageMap(
    PALLET, "RAORecycledForRegistration", (NET_UID, IDENTITY), TAO, 0, doc=""
)
axons = StorageDoubleMap(
    PALLET, "Axons", (NET_UID, IDENTITY), (ACCOUNT_ID, BLAKE2_128_CONCAT), AXON_INFO, doc=""
)
neuron_certificates = StorageDoubleMap(
    PALLET,
    "NeuronCertificates",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    NEURON_CERTIFICATE,
    doc="",
)
prometheus = StorageDoubleMap(
    PALLET, "Prometheus", (NET_UID, IDENTITY), (ACCOUNT_ID, BLAKE2_128_CONCAT), PROMETHEUS_INFO, doc=""
)
identities_v2 = StorageMap(PALLET, "IdentitiesV2", (ACCOUNT_ID, BLAKE2_128_CONCAT), CHAIN_IDENTITY_V2, doc="")
