"""Names of the recorded tables that this runtime leaves out on purpose, by the part they belong to.

A name that is neither declared nor listed here fails its table: it was forgotten. The same list by pallet, with what
clients use of it, is the coverage page of the reference.
"""

PARTS: dict[str, str] = {
    "EVM": """
        sudo_toggle_evm_precompile PrecompileUpdated
    """,
    "authorities of the reference's own engine": "schedule_grandpa_change",
    "proof of work and faucet": "faucet InvalidWorkBlock InvalidDifficulty InvalidSeal FaucetDisabled Faucet",
    "names that no rule of the reference uses": """
        AllNetworksInImmunity UidMapCouldNotBeCleared DissolveNetworkScheduled
        NotEnoughStake BalanceWithdrawalError ZeroBalanceAfterWithdrawn HotKeyAlreadyDelegate StakingRateLimitExceeded
        TransactorAccountShouldBeHotKey NotRootSubnet CallDisabled
        SubtensorModule.InsufficientBalance Crowdloan.ContributionPeriodNotEnded
        AddStakeBurnRateLimitExceeded DisabledTemporarily BulkNeuronsRegistered BulkBalancesSet MaxWeightLimitSet RhoSet
        AlphaSigmoidSteepnessSet ValidatorPruneLenSet ScalingLawPowerSet DelegateAdded DefaultTakeSet BurnSet Sudid
        PowRegistrationAllowed ArbitrationPeriodExtended AllBalanceUnstakedAndTransferredToNewColdkey
    """,
}

ABSENT_NAMES = {name: part for part, names in PARTS.items() for name in names.split()}
"""Part by name, with the pallet in front where another pallet has the same name."""
