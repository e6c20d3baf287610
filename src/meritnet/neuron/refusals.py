"""What to do about a refused call, by the name of the error on chain or the code of the pool."""

from collections.abc import Mapping

POOL_CODES: Mapping[int, str] = {
    0: "ColdkeySwapAnnounced",
    1: "StakeAmountTooLow",
    2: "BalanceTooLow",
    3: "SubnetNotExists",
    4: "HotKeyAccountNotExists",
    5: "NotEnoughStakeToWithdraw",
    6: "RateLimitExceeded",
    7: "InsufficientLiquidity",
    8: "SlippageTooHigh",
    9: "TransferDisallowed",
    10: "HotKeyNotRegisteredInNetwork",
    11: "InvalidIpAddress",
    12: "ServingRateLimitExceeded",
    13: "InvalidPort",
    15: "InvalidRevealRound",
    16: "NoWeightsCommitFound",
    17: "RevealTooEarly",
    18: "InputLengthsUnequal",
    19: "HotKeyNotRegisteredInSubNet",
    20: "EvmKeyAssociateRateLimitExceeded",
    21: "ColdkeySwapDisputed",
    23: "ShieldedTransactionUnreadable",
    24: "ShieldedTransactionKeyUnknown",
    25: "NonAssociatedColdKey",
    26: "DelegateTakeTooLow",
    27: "DelegateTakeTooHigh",
    255: "BadRequest",
}
"""Names of the custom codes with which the pool refuses calls of the subnets' pallet."""

CLIENT_CODES: Mapping[str, str] = {
    "rate_limited": "RateLimitExceeded",
    "not_registered": "HotKeyNotRegisteredInSubNet",
    "not_authorized": "NeuronNoValidatorPermit",
    "insufficient_balance": "BalanceTooLow",
}
"""On-chain names of what the client library refuses itself, before it signs."""

REMEDIES: Mapping[str, str] = {
    "CommitRevealEnabled": "the subnet takes only commits; commit and reveal instead of setting plainly",
    "CommitRevealDisabled": "the subnet takes plain weights; set them without a commit",
    "SettingWeightsTooFast": "wait until the subnet's weights rate limit has passed since the last update",
    "CommittingWeightsTooFast": "wait until the subnet's weights rate limit has passed since the last commit",
    "RateLimitExceeded": "wait for the rate limit of this call to pass, then send it again",
    "ServingRateLimitExceeded": "publish the endpoint again after 50 blocks",
    "NeuronNoValidatorPermit": "stake more to the hotkey; permits are given at the next epoch to the top stakes",
    "NotEnoughStakeToSetWeights": "stake more to the hotkey until it reaches the network's stake threshold",
    "StakeAmountTooLow": "stake more; the hotkey is below the network's threshold or the amount below the minimum",
    "HotKeyNotRegisteredInSubNet": "register the hotkey on this subnet first; it may have been pruned",
    "HotKeyNotRegisteredInNetwork": "register the hotkey on a subnet first",
    "HotKeyAlreadyRegisteredInSubNet": "nothing to do, the hotkey has a uid on this subnet",
    "IncorrectWeightVersionKey": "update to the version of the mechanism that the subnet's owner asks for",
    "DuplicateUids": "send every uid once",
    "UidVecContainInvalidOne": "read the metagraph again; a uid of the row no longer exists",
    "UidsLengthExceedUidsInSubNet": "read the metagraph again; the row has more uids than the subnet",
    "WeightVecLengthIsLow": "name at least min_allowed_weights uids",
    "TooManyUnrevealedCommits": "wait until the chain has opened some; ten may wait",
    "NoWeightsCommitFound": "nothing to reveal: the commit expired or was revealed already",
    "RevealTooEarly": "reveal in the epoch that is reveal_period after the commit's epoch",
    "IncorrectCommitRevealVersion": "update the client library to the version of commits that the chain takes",
    "SubnetNotExists": "choose a netuid that exists",
    "MechanismDoesNotExist": "choose a netuid and mechanism that exist",
    "SubNetRegistrationDisabled": "registration on this subnet is closed by its owner; try another subnet",
    "TooManyRegistrationsThisBlock": "register in a later block",
    "TooManyRegistrationsThisInterval": "register in a later interval",
    "NoNeuronIdAvailable": "all uids are immune; register again when an immunity period has passed",
    "NotEnoughBalanceToStake": "put more TAO on the coldkey",
    "BalanceTooLow": "put more TAO on the coldkey",
    "InsufficientBalance": "put more TAO on the coldkey",
    "FundsUnavailable": "put more TAO on the signer's account",
    "AmountTooLow": "stake a larger amount",
    "SubtokenDisabled": "the subnet's owner must start it first (start_call)",
    "SlippageTooHigh": "trade a smaller amount, or accept more with --tolerance; the price would move past the limit",
    "InsufficientLiquidity": "stake a smaller amount; the pool cannot absorb it",
    "InvalidIpAddress": "publish an address that other machines can reach",
    "InvalidPort": "publish a port in 1..65535",
    "NonAssociatedColdKey": "sign with the coldkey that owns the hotkey",
    "Payment": "the signer cannot pay the fee; put more TAO on it",
    "Stale": "the nonce is used already; send the call again",
    "Future": "an earlier call of this account is missing; send the call again",
    "BadOrigin": "another key must sign this call: owner or root",
}
"""What to do, by error name."""

TRANSIENT = frozenset(
    {
        "RateLimitExceeded",
        "SettingWeightsTooFast",
        "CommittingWeightsTooFast",
        "ServingRateLimitExceeded",
        "TooManyRegistrationsThisBlock",
        "Stale",
        "Future",
        "UidVecContainInvalidOne",
        "UidsLengthExceedUidsInSubNet",
    }
)
"""Refusals that a later attempt with fresh state may not meet."""


def remedy(reason: str) -> str:
    """Return what to do about a refusal."""
    return REMEDIES.get(reason, "see the error's entry in the reference of the chain's errors")
