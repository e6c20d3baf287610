"""Names of the recorded tables that this runtime leaves out on purpose, by the part they belong to.

A name that is neither declared nor listed here fails its table: it was forgotten. The same list by pallet, with what
clients use of it, is the coverage page of the reference.
"""

ABSENT_PALLETS = {"Crowdloan": "crowdloans", "LimitOrders": "limit orders"}

PARTS: dict[str, str] = {
    "key swaps": """
        swap_hotkey swap_hotkey_v2 swap_coldkey schedule_swap_coldkey announce_coldkey_swap swap_coldkey_announced
        dispute_coldkey_swap reset_coldkey_swap clear_coldkey_swap_announcement
        sudo_set_coldkey_swap_announcement_delay sudo_set_coldkey_swap_reannouncement_delay
        NewHotKeyIsSameWithOld NewHotKeyNotCleanForRootSwap HotKeySetTxRateLimitExceeded NotEnoughBalanceToPaySwapHotKey
        ColdKeyAlreadyAssociated NotEnoughBalanceToPaySwapColdKey ColdkeySwapAnnouncementNotFound ColdkeySwapTooEarly
        ColdkeySwapReannouncedTooEarly AnnouncedColdkeyHashDoesNotMatch ColdkeySwapAlreadyDisputed NewColdKeyIsHotkey
        HotKeySwapOnSubnetIntervalNotPassed ColdkeySwapAnnounced ColdkeySwapDisputed ColdkeySwapClearTooEarly
        HotkeySwapped HotkeySwappedOnSubnet ColdkeySwapReset ColdkeySwapped ColdkeySwapCleared
        ColdkeySwapAnnouncementDelaySet ColdkeySwapReannouncementDelaySet ArbitrationPeriodExtended
        AllBalanceUnstakedAndTransferredToNewColdkey
    """,
    "leases": """
        register_leased_network terminate_lease InvalidLeaseBeneficiary LeaseCannotEndInThePast LeaseNetuidNotFound
        LeaseDoesNotExist LeaseHasNoEndBlock LeaseHasNotEnded BeneficiaryDoesNotOwnHotkey ExpectedBeneficiaryOrigin
        SubnetLeaseCreated SubnetLeaseTerminated SubnetLeaseDividendsDistributed
    """,
    "dissolve and eviction": """
        sudo_set_dissolve_network_schedule_duration DissolveNetworkScheduleDurationSet
    """,
    "EVM": """
        associate_evm_key sudo_set_evm_chain_id sudo_toggle_evm_precompile UnableToRecoverPublicKey
        InvalidRecoveredPublicKey EvmKeyAssociateRateLimitExceeded EvmKeyAssociated PrecompileUpdated
        check_evm_key_association_extension
    """,
    "voting power": """
        enable_voting_power_tracking disable_voting_power_tracking sudo_set_voting_power_ema_alpha
        VotingPowerTrackingNotEnabled InvalidVotingPowerEmaAlpha VotingPowerTrackingEnabled
        VotingPowerTrackingDisableScheduled VotingPowerTrackingDisabled VotingPowerEmaAlphaSet
    """,
    "authorities of the reference's own engine": "swap_authorities schedule_grandpa_change",
    "flow-based emission, which the reference has parked": """
        sudo_set_tao_flow_cutoff sudo_set_tao_flow_normalization_exponent sudo_set_tao_flow_smoothing_factor
        sudo_set_net_tao_flow_enabled
    """,
    "proof of work and faucet": "faucet InvalidWorkBlock InvalidDifficulty InvalidSeal FaucetDisabled Faucet",
    "the older number of a call that stands at its newer one": "sudo_set_subnet_owner_hotkey",
    "names that no rule of the reference uses": """
        AllNetworksInImmunity UidMapCouldNotBeCleared DissolveNetworkScheduled
        NotEnoughStake BalanceWithdrawalError ZeroBalanceAfterWithdrawn HotKeyAlreadyDelegate StakingRateLimitExceeded
        TransactorAccountShouldBeHotKey NotRootSubnet CallDisabled
        SubtensorModule.InsufficientBalance SubtensorModule.Overflow SubtensorModule.Deprecated
        AddStakeBurnRateLimitExceeded DisabledTemporarily BulkNeuronsRegistered BulkBalancesSet MaxWeightLimitSet RhoSet
        AlphaSigmoidSteepnessSet ValidatorPruneLenSet ScalingLawPowerSet DelegateAdded DefaultTakeSet BurnSet Sudid
        PowRegistrationAllowed
    """,
}

ABSENT_NAMES = {name: part for part, names in PARTS.items() for name in names.split()}
"""Part by name, with the pallet in front where another pallet has the same name."""
