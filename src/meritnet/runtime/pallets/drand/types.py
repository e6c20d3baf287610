"""Types of the Drand pallet: beacons and their pulses."""

from typing import Any

from meritnet.codec import U8, U32, U64, BoundedVec, ByteArray, Case, Enum, Struct, Variant, Vec, Wrapper
from meritnet.crypto.beacon import SCHEME, Beacon

PUBLIC_KEY_BYTES, HASH_BYTES, SIGNATURE_BYTES, MIGRATION_KEY_BYTES = 96, 32, 144, 128

HASH = BoundedVec(U8, HASH_BYTES)
MIGRATION_KEY = BoundedVec(U8, MIGRATION_KEY_BYTES)
MULTI_SIGNER = Enum(
    "sp_runtime::MultiSigner",
    [
        Variant(0, "Ed25519", [(None, ByteArray(32), "ed25519::Public")]),
        Variant(1, "Sr25519", [(None, ByteArray(32), "sr25519::Public")]),
        Variant(2, "Ecdsa", [(None, ByteArray(33), "ecdsa::Public")]),
    ],
)
PULSE = Struct(
    "pallet_drand::types::Pulse",
    [("round", U64), ("randomness", HASH), ("signature", BoundedVec(U8, SIGNATURE_BYTES))],
)
_PAYLOAD_PARAMS = (("Public", MULTI_SIGNER), ("BlockNumber", U32))
PULSES_PAYLOAD = Struct(
    "pallet_drand::types::PulsesPayload",
    [("block_number", U32), ("pulses", Vec(PULSE)), ("public", MULTI_SIGNER)],
    params=_PAYLOAD_PARAMS,
)
METADATA = Wrapper("pallet_drand::types::Metadata", HASH, field_name="beacon_id")
BEACON_CONFIGURATION = Struct(
    "pallet_drand::types::BeaconConfiguration",
    [
        ("public_key", BoundedVec(U8, PUBLIC_KEY_BYTES)),
        ("period", U32),
        ("genesis_time", U32),
        ("hash", HASH),
        ("group_hash", HASH),
        ("scheme_id", HASH),
        ("metadata", METADATA),
    ],
)
BEACON_CONFIGURATION_PAYLOAD = Struct(
    "pallet_drand::types::BeaconConfigurationPayload",
    [("block_number", U32), ("config", BEACON_CONFIGURATION), ("public", MULTI_SIGNER)],
    params=_PAYLOAD_PARAMS,
)


def configuration_of(beacon: Beacon) -> Any:  # Any: a value of BEACON_CONFIGURATION
    """Return the stored form of a beacon."""
    return BEACON_CONFIGURATION(
        public_key=beacon.public_key,
        period=beacon.period_s,
        genesis_time=beacon.genesis_time_s,
        hash=beacon.chain_hash(),
        group_hash=beacon.group_hash,
        scheme_id=SCHEME.encode(),
        metadata=beacon.beacon_id.encode(),
    )


def beacon_of(configuration: Any) -> Beacon:  # Any: a value of BEACON_CONFIGURATION
    """Return the beacon that a stored configuration describes."""
    return Beacon(
        configuration.public_key,
        configuration.period,
        configuration.genesis_time,
        configuration.group_hash,
        configuration.metadata.decode("utf-8", "replace"),
    )


def sr25519_signer(public: bytes) -> Case:
    """Return an sr25519 key as a signer."""
    return Case("Sr25519", (public,))
