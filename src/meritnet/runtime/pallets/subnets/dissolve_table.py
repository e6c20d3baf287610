"""What becomes of every storage item kept per subnet when a subnet is dissolved.

An item that no list names fails a test: whoever adds one decides here. Items are named, not imported, since they belong
to all parts of the runtime.
"""

DELETED: dict[str, str] = {
    "SubtensorModule": """
        NetworksAdded NetworkRegisteredAt SubnetOwner SubnetOwnerHotkey SubnetMechanism SubnetLocked LargestLocked
        TokenSymbol SubnetIdentitiesV3 FirstEmissionBlockNumber SubtokenEnabled SubnetUidToLeaseId
        SubnetworkN Uids Keys BlockAtRegistration Axons NeuronCertificates Prometheus AssociatedEvmAddress
        AssociatedUidsByEvmAddress
        Burn BurnHalfLife BurnIncreaseMult MinBurn MaxBurn RAORecycledForRegistration RegistrationsThisBlock
        CollateralLockShare CollateralDrainRatio MinerCollateral ColdkeyMinerCollateral ColdkeyCollateralHotkeys
        RegistrationsThisInterval POWRegistrationsThisInterval BurnRegistrationsThisInterval
        NetworkRegistrationAllowed NetworkPowRegistrationAllowed LastAdjustmentBlock
        Tempo ActivityCutoff ActivityCutoffFactorMilli ServingRateLimit Difficulty MinDifficulty MaxDifficulty
        WeightsVersionKey WeightsSetRateLimit ImmunityPeriod MinAllowedWeights MaxAllowedUids Kappa Rho
        TargetRegistrationsPerInterval MaxAllowedValidators MaxRegistrationsPerBlock BondsMovingAverage BondsPenalty
        BondsResetOn CommitRevealWeightsEnabled RevealPeriodEpochs LiquidAlphaOn AlphaValues AlphaSigmoidSteepness
        Yuma3On TransferToggle ImmuneOwnerUidsLimit OwnerCutAutoLockEnabled EMAPriceHalvingBlocks ValidatorPruneLen
        ScalingLawPower MechanismCountCurrent MechanismEmissionSplit SubnetEpochConsensus
        StakeWeight Active Consensus Incentive Dividends Emission LastUpdate ValidatorTrust ValidatorPermit Weights
        Bonds LoadedEmission WeightCommits TimelockedWeightCommits CRV3WeightCommits CRV3WeightCommitsV2
        SubnetTAO SubnetAlphaIn SubnetAlphaOut SubnetProtocolAlpha SubnetVolume SubnetMovingPrice
        SubnetAlphaInEmission SubnetAlphaOutEmission SubnetTaoInEmission SubnetExcessTao SubnetRootSellTao
        SubnetTaoFlow SubnetEmaTaoFlow SubnetProtocolFlow SubnetEmaProtocolFlow MinerBurned
        LastEpochBlock PendingEpochAt SubnetEpochIndex BlocksSinceLastStep LastMechansimStepBlock
        PendingServerEmission PendingValidatorEmission PendingRootAlphaDivs PendingOwnerCut AlphaDividendsPerSubnet
        LastHotkeyEmissionOnNetuid TotalHotkeyAlphaLastEpoch RootClaimed
        ChildkeyTake ChildKeys ParentKeys PendingChildKeys
        TransactionKeyLastBlock LastHotkeySwapOnNetuid
    """,
    "Commitments": "CommitmentOf LastCommitment LastBondsReset RevealedCommitments UsedSpaceOf",
    "Swap": "FeeRate SwapBalancer PalSwapInitialized AlphaSqrtPrice",
}
"""Every entry of the subnet goes."""

BY_OWN_RULE: dict[str, str] = {
    "SubtensorModule": """
        IsNetworkMember Alpha AlphaV2 TotalHotkeyAlpha TotalHotkeyShares TotalHotkeySharesV2
        Lock LockingColdkeys HotkeyLock DecayingHotkeyLock OwnerLock DecayingOwnerLock DecayingLock
    """,
}
"""Every entry of the subnet goes too, found through another map than by a walk over all of them."""

SURVIVES: dict[str, str] = {
    "SubtensorModule": """
        RegisteredSubnetCounter RecycleOrBurn OwnerCutEnabled SubnetEmissionEnabled MinAllowedUids MinNonImmuneUids
        MaxWeightsLimit AdjustmentInterval AdjustmentAlpha MinChildkeyTakePerSubnet RootClaimableThreshold RootProp
        RootAlphaDividendsPerSubnet AutoStakeDestination AutoStakeDestinationColdkeys
        VotingPower TotalVotingPower VotingPowerTrackingEnabled VotingPowerDisableAtBlock VotingPowerEmaAlpha
    """,
    "Swap": "ScrapReservoirAlpha",
    "AlphaAssets": "TotalAlphaIssuance AlphaBurned AlphaRecycled",
}
"""Quirk: the next subnet of that netuid inherits these. The rows of `LastRateLimitedBlock` survive as well."""


def names(table: dict[str, str], pallet: str) -> list[str]:
    """Return the item names that a list gives for a pallet, in its order."""
    return table.get(pallet, "").split()
