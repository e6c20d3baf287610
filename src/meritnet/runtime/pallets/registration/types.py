"""Types of neurons: endpoints, certificates, identities."""

from meritnet.codec import BYTES, U8, U16, U32, U64, U128, BoundedVec, Struct

CHAIN_IDENTITY_V2 = Struct(
    "pallet_subtensor::pallet::ChainIdentityV2",
    [
        ("name", BYTES),
        ("url", BYTES),
        ("github_repo", BYTES),
        ("image", BYTES),
        ("discord", BYTES),
        ("description", BYTES),
        ("additional", BYTES),
    ],
)
PROMETHEUS_INFO = Struct(
    "pallet_subtensor::pallet::PrometheusInfo",
    [("block", U64), ("version", U32), ("ip", U128), ("port", U16), ("ip_type", U8)],
)
MAX_PUBLIC_KEY_BYTES = 64
NEURON_CERTIFICATE = Struct(
    "pallet_subtensor::pallet::NeuronCertificate",
    [("public_key", BoundedVec(U8, MAX_PUBLIC_KEY_BYTES)), ("algorithm", U8)],
)
AXON_INFO = Struct(
    "pallet_subtensor::pallet::AxonInfo",
    [
        ("block", U64),
        ("version", U32),
        ("ip", U128),
        ("port", U16),
        ("ip_type", U8),
        ("protocol", U8),
        ("placeholder1", U8),
        ("placeholder2", U8),
    ],
)
