"""Numbers by which a refused transaction names the error of a guard (`Custom error: N`).

Clients of the reference match these numbers; an error without one is 255.
"""

from meritnet.runtime.framework.errors import ErrorDef, ModuleError

from . import errors

BAD_REQUEST = 255

# Absent: 14 and 22, which nothing uses; 23 and 24 are of the MEV shield (`mev_shield/admission.py`).
CODES: dict[ErrorDef, int] = {
    errors.ColdkeySwapAnnounced: 0,
    errors.AmountTooLow: 1,
    errors.NotEnoughStakeToSetWeights: 1,
    errors.NotEnoughBalanceToStake: 2,
    errors.SubnetNotExists: 3,
    errors.HotKeyAccountNotExists: 4,
    errors.NotEnoughStakeToWithdraw: 5,
    errors.CommittingWeightsTooFast: 6,
    errors.SettingWeightsTooFast: 6,
    errors.NetworkTxRateLimitExceeded: 6,
    errors.InsufficientLiquidity: 7,
    errors.SlippageTooHigh: 8,
    errors.TransferDisallowed: 9,
    errors.HotKeyNotRegisteredInNetwork: 10,
    errors.InvalidIpAddress: 11,
    errors.ServingRateLimitExceeded: 12,
    errors.InvalidPort: 13,
    errors.InvalidRevealRound: 15,
    errors.NoWeightsCommitFound: 16,
    errors.RevealTooEarly: 17,
    errors.InputLengthsUnequal: 18,
    errors.HotKeyNotRegisteredInSubNet: 19,
    errors.EvmKeyAssociateRateLimitExceeded: 20,
    errors.ColdkeySwapDisputed: 21,
    errors.NonAssociatedColdKey: 25,
    errors.DelegateTakeTooLow: 26,
    errors.DelegateTakeTooHigh: 27,
}


def code_of(error: ModuleError) -> int:
    """Return the number of a guard's error."""
    return CODES.get(error.definition, BAD_REQUEST)
