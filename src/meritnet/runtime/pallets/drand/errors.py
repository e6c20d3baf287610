"""Errors of the Drand pallet."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "Drand"

NoneValue = ErrorDef(
    PALLET,
    0,
    "NoneValue",
    "A value is missing that the reference's template expected; never raised here, no call reads such a value.",
)
StorageOverflow = ErrorDef(
    PALLET,
    1,
    "StorageOverflow",
    "A counter of the reference's template is full; never raised here, no call counts with it.",
)
DrandConnectionFailure = ErrorDef(
    PALLET,
    2,
    "DrandConnectionFailure",
    "The beacon could not be reached; never raised here, for nodes fetch rounds outside of the chain and log "
    "beacon_unreachable.",
)
UnverifiedPulse = ErrorDef(
    PALLET,
    3,
    "UnverifiedPulse",
    "The chain takes no rounds of a local beacon: it has none (LocalBeaconConfig) or is no development chain; send "
    "rounds of the public beacon with write_pulse.",
)
InvalidRoundNumber = ErrorDef(
    PALLET,
    4,
    "InvalidRoundNumber",
    "The round is not newer than the newest stored one (LastStoredRound); send the rounds after it, in order.",
)
PulseVerificationError = ErrorDef(
    PALLET,
    5,
    "PulseVerificationError",
    "The round's signature (48 bytes) or the beacon's public key (96 bytes) is no point of the curve; send the round "
    "as the beacon gave it, or correct BeaconConfig.",
)
