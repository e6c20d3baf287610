"""State of neurons: uids, owners of hotkeys, price, endpoints, identities."""

from meritnet.codec import BOOL, U16, U64, Vec
from meritnet.codec.common import ACCOUNT_ID, NET_UID, TAO
from meritnet.codec.storage_key import BLAKE2_128_CONCAT, IDENTITY
from meritnet.state.items import StorageDoubleMap, StorageMap

from .types import AXON_INFO, CHAIN_IDENTITY_V2, NEURON_CERTIFICATE, PROMETHEUS_INFO

PALLET = "SubtensorModule"

owner = StorageMap(
    PALLET,
    "Owner",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    ACCOUNT_ID,
    bytes(32),
    doc="Coldkey that owns a hotkey; the zero account for an unknown one.",
)
owned_hotkeys = StorageMap(
    PALLET,
    "OwnedHotkeys",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    Vec(ACCOUNT_ID),
    (),
    doc="Hotkeys of a coldkey, in the order in which they were associated.",
)
subnetwork_n = StorageMap(
    PALLET,
    "SubnetworkN",
    (NET_UID, IDENTITY),
    U16,
    0,
    doc="Number of uids taken on a subnet; 0..MaxAllowedUids.",
)
is_network_member = StorageDoubleMap(
    PALLET,
    "IsNetworkMember",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    (NET_UID, IDENTITY),
    BOOL,
    False,
    doc="Whether a hotkey has a uid on a subnet.",
)
uids = StorageDoubleMap(
    PALLET,
    "Uids",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    U16,
    doc="Uid of a hotkey on a subnet.",
)
keys = StorageDoubleMap(
    PALLET,
    "Keys",
    (NET_UID, IDENTITY),
    (U16, IDENTITY),
    ACCOUNT_ID,
    bytes(32),
    doc="Hotkey of a uid on a subnet; the zero account where there is none.",
)
block_at_registration = StorageDoubleMap(
    PALLET,
    "BlockAtRegistration",
    (NET_UID, IDENTITY),
    (U16, IDENTITY),
    U64,
    0,
    doc="Block in which a uid was last given away; immunity counts from it.",
)
burn = StorageMap(
    PALLET,
    "Burn",
    (NET_UID, IDENTITY),
    TAO,
    100_000_000,
    doc="Price of a registration on a subnet at this moment. Unit: rao, MinBurn..MaxBurn. Halves in BurnHalfLife "
    "blocks, jumps by BurnIncreaseMult at a registration.",
)
registrations_this_block = StorageMap(
    PALLET,
    "RegistrationsThisBlock",
    (NET_UID, IDENTITY),
    U16,
    0,
    doc="Registrations on a subnet in this block; only root's count is limited.",
)
registrations_this_interval = StorageMap(
    PALLET,
    "RegistrationsThisInterval",
    (NET_UID, IDENTITY),
    U16,
    0,
    doc="Registrations on root since its counter was last reset; below three times TargetRegistrationsPerInterval.",
)
rao_recycled_for_registration = StorageMap(
    PALLET,
    "RAORecycledForRegistration",
    (NET_UID, IDENTITY),
    TAO,
    0,
    doc="Sum of the prices paid for registrations on a subnet. Unit: rao; root may set it.",
)
axons = StorageDoubleMap(
    PALLET,
    "Axons",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    AXON_INFO,
    doc="Where a neuron serves its axon.",
)
neuron_certificates = StorageDoubleMap(
    PALLET,
    "NeuronCertificates",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    NEURON_CERTIFICATE,
    doc="TLS certificate that a neuron announced: algorithm byte and public key of at most 64 bytes.",
)
prometheus = StorageDoubleMap(
    PALLET,
    "Prometheus",
    (NET_UID, IDENTITY),
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    PROMETHEUS_INFO,
    doc="Where a neuron serves its metrics.",
)
identities_v2 = StorageMap(
    PALLET,
    "IdentitiesV2",
    (ACCOUNT_ID, BLAKE2_128_CONCAT),
    CHAIN_IDENTITY_V2,
    doc="Public identity of a coldkey; texts within the bounds of set_identity.",
)
