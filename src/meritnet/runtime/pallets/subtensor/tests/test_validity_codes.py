"""Validity codes against the recorded table of names."""

from meritnet.runtime.contents import custom_validity_code
from meritnet.runtime.framework.errors import ErrorDef
from meritnet.runtime.pallets.commitments.errors import AccountNotAllowedCommit
from meritnet.runtime.pallets.subtensor import errors
from meritnet.runtime.pallets.subtensor.validity_codes import BAD_REQUEST

RECORDED = {
    0: "ColdkeySwapAnnounced",
    1: "AmountTooLow NotEnoughStakeToSetWeights",
    2: "NotEnoughBalanceToStake",
    3: "SubnetNotExists",
    4: "HotKeyAccountNotExists",
    5: "NotEnoughStakeToWithdraw",
    6: "CommittingWeightsTooFast SettingWeightsTooFast NetworkTxRateLimitExceeded",
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
    25: "NonAssociatedColdKey",
    26: "DelegateTakeTooLow",
    27: "DelegateTakeTooHigh",
}
"""The public table of custom codes, without those of absent features."""


def test_every_error_has_its_recorded_code_and_others_are_bad_requests() -> None:
    codes = {name: code for code, names in RECORDED.items() for name in names.split()}
    declared = {name: value for name, value in vars(errors).items() if isinstance(value, ErrorDef)}
    assert codes.keys() <= declared.keys()
    for name, error in declared.items():
        assert custom_validity_code(error()) == codes.get(name, BAD_REQUEST), name


def test_an_error_of_another_pallet_is_a_bad_request() -> None:
    assert custom_validity_code(AccountNotAllowedCommit()) == 255
