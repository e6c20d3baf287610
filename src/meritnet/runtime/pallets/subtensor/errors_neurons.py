"""Errors of SubtensorModule about neurons: uids, hotkeys, endpoints, registration."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "SubtensorModule"

RootNetworkDoesNotExist = ErrorDef(
    PALLET,
    0,
    "RootNetworkDoesNotExist",
    "The root network (netuid 0) does not exist on this chain; use a genesis that has it, otherwise nobody can be "
    "seated there.",
)
InvalidIpType = ErrorDef(
    PALLET,
    1,
    "InvalidIpType",
    "The address type is neither 4 (IPv4) nor 6 (IPv6); pass the one that fits the address.",
)
InvalidIpAddress = ErrorDef(
    PALLET,
    2,
    "InvalidIpAddress",
    "The address cannot be announced: it is localhost, all ones, too large for its type, or zero where that "
    "is not allowed; pass a public address as an integer.",
)
InvalidPort = ErrorDef(PALLET, 3, "InvalidPort", "Port 0 cannot be announced; pass 1..65535.")
HotKeyNotRegisteredInSubNet = ErrorDef(
    PALLET,
    4,
    "HotKeyNotRegisteredInSubNet",
    "The hotkey has no uid on this subnet; register it there first (burned_register) and check "
    "SubtensorModule.Uids.",
)
HotKeyAccountNotExists = ErrorDef(
    PALLET,
    5,
    "HotKeyAccountNotExists",
    "No coldkey owns this hotkey; check SubtensorModule.Owner, or associate it (try_associate_hotkey) or "
    "register it first.",
)
HotKeyNotRegisteredInNetwork = ErrorDef(
    PALLET,
    6,
    "HotKeyNotRegisteredInNetwork",
    "The hotkey, or any hotkey of the coldkey, must have a uid: on the subnet where it serves, or on any "
    "subnet for an identity; register it first (burned_register).",
)
NonAssociatedColdKey = ErrorDef(
    PALLET,
    7,
    "NonAssociatedColdKey",
    "The hotkey belongs to another coldkey; sign with the coldkey in SubtensorModule.Owner or use a hotkey of"
    " your own.",
)
TooManyRegistrationsThisBlock = ErrorDef(
    PALLET,
    20,
    "TooManyRegistrationsThisBlock",
    "Root takes no more than MaxRegistrationsPerBlock registrations in a block; try again in the next one.",
)
HotKeyAlreadyRegisteredInSubNet = ErrorDef(
    PALLET,
    21,
    "HotKeyAlreadyRegisteredInSubNet",
    "The hotkey already has a uid here (SubtensorModule.Uids); nothing needs to be done, or register another "
    "hotkey.",
)
ServingRateLimitExceeded = ErrorDef(
    PALLET,
    31,
    "ServingRateLimitExceeded",
    "The neuron announced this endpoint less than ServingRateLimit blocks ago; wait until that many have "
    "passed.",
)
SubNetRegistrationDisabled = ErrorDef(
    PALLET,
    37,
    "SubNetRegistrationDisabled",
    "The subnet takes no registrations (NetworkRegistrationAllowed is off), or no subnet may be created "
    "before NetworkRegistrationStartBlock; wait until it is opened.",
)
TooManyRegistrationsThisInterval = ErrorDef(
    PALLET,
    38,
    "TooManyRegistrationsThisInterval",
    "Root takes no more than three times TargetRegistrationsPerInterval registrations in an interval; try "
    "again in a later block.",
)
RegistrationNotPermittedOnRootSubnet = ErrorDef(
    PALLET,
    42,
    "RegistrationNotPermittedOnRootSubnet",
    "This cannot be done on root (netuid 0); name a subnet, or use root_register for a seat on root.",
)
StakeTooLowForRoot = ErrorDef(
    PALLET,
    43,
    "StakeTooLowForRoot",
    "Root is full and the hotkey's root stake is not above the lowest seat's; stake more TAO on netuid 0 "
    "first.",
)
NoNeuronIdAvailable = ErrorDef(
    PALLET,
    48,
    "NoNeuronIdAvailable",
    "The subnet is full (MaxAllowedUids) and every neuron is protected from pruning; try again when an "
    "immunity period (ImmunityPeriod) has ended.",
)
InvalidIdentity = ErrorDef(
    PALLET,
    73,
    "InvalidIdentity",
    "A text of the identity is too long: at most 256 bytes for name, url, repository (of a person) and discord, 1024 "
    "for the others; shorten it.",
)
TrimmingWouldExceedMaxImmunePercentage = ErrorDef(
    PALLET,
    122,
    "TrimmingWouldExceedMaxImmunePercentage",
    "80 % or more of the remaining uids would be protected from pruning; keep more uids or wait until "
    "immunity periods have ended.",
)
RegistrationPriceLimitExceeded = ErrorDef(
    PALLET,
    136,
    "RegistrationPriceLimitExceeded",
    "The price of a registration (SubtensorModule.Burn) is above the limit given; raise the limit or wait "
    "until the price has decayed.",
)
CannotUseSystemAccount = ErrorDef(
    PALLET,
    141,
    "CannotUseSystemAccount",
    "The account belongs to the chain itself (a subnet's account) and cannot be a hotkey or receive this; use"
    " an account with a key.",
)
