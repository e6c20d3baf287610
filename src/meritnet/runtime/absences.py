"""What this runtime leaves out of the reference's recorded surface, by part and with the reason.

The one list of absences: recorded tables count a name that is neither declared nor listed here as forgotten, and the
coverage page of the reference is made from it. A name stands here with its pallet or runtime API; `EVERYTHING` stands
for all that the pallet or API has.
"""

from collections.abc import Mapping
from typing import NamedTuple

EVERYTHING = "*"


class Absence(NamedTuple):
    """A part that is left out: what it is called, why, and its names by pallet or runtime API."""

    part: str
    reason: str
    names: Mapping[str, str]

    def holds(self, owner: str, name: str) -> bool:
        """Tell whether a name of a pallet or runtime API belongs to this part."""
        return name in self.listed(owner) or self.is_whole(owner)

    def is_whole(self, owner: str) -> bool:
        """Tell whether a pallet or runtime API is left out entirely."""
        return self.names.get(owner) == EVERYTHING

    def listed(self, owner: str) -> list[str]:
        """Return the names that are listed one by one."""
        return [name for name in self.names.get(owner, "").split() if name != EVERYTHING]


NEWER = (
    "Newer than runtime 425, whose rules this chain follows, and not built; clients find the names missing "
)

ABSENCES = (
    Absence(
        "contracts and the EVM",
        "Contracts come with an EVM of their own, which is not there; accounts of EVM keys and the chain id are.",
        {
            "Ethereum": EVERYTHING,
            "EVM": EVERYTHING,
            "BaseFee": EVERYTHING,
            "Contracts": EVERYTHING,
            "EthereumRuntimeRPCApi": EVERYTHING,
            "ConvertTransactionRuntimeApi": EVERYTHING,
            "ContractsApi": EVERYTHING,
            "AdminUtils": "sudo_toggle_evm_precompile PrecompileUpdated PrecompileEnable",
            "System": "EventTopics",
        },
    ),
    Absence(
        "finality and sessions of the reference's engine",
        "The engine here finalizes by itself, without Grandpa's votes, Babe's slots or session keys; Aura names the "
        "author of a block as there.",
        {
            "Grandpa": EVERYTHING,
            "GrandpaApi": EVERYTHING,
            "BabeApi": EVERYTHING,
            "SessionKeys": EVERYTHING,
            "AdminUtils": "schedule_grandpa_change GrandpaChangeDelayMustBeZero",
        },
    ),
    Absence(
        "code stored on the chain",
        "A runtime here is a release of the program: no call replaces it, and the marks of old upgrades have nothing "
        "to mark.",
        {
            "System": """
                set_heap_pages set_code set_code_without_checks authorize_upgrade authorize_upgrade_without_checks
                apply_authorized_upgrade UpgradeAuthorized RejectedInvalidAuthorizedUpgrade InvalidSpecName
                SpecVersionNeedsToIncrease FailedToExtractRuntimeVersion MultiBlockMigrationsOngoing
                NothingAuthorized Unauthorized UpgradedToU32RefCount UpgradedToTripleRefCount AuthorizedUpgrade
            """,
            "Swap": "HasMigrationRun ScrapReservoirAlpha",
        },
    ),
    Absence(
        "how the reference's node asks its runtime",
        "Node and rules are one program here, so blocks are built, executed and begun without calls between the two.",
        {
            "Core": "execute_block initialize_block",
            "BlockBuilder": "finalize_block inherent_extrinsics check_inherents",
            "GenesisBuilder": EVERYTHING,
            "OffchainWorkerApi": EVERYTHING,
            "System": "ExtrinsicWeightReclaimed",
        },
    ),
    Absence(
        "randomness from block hashes",
        "It was for contracts alone; what must be unpredictable comes from the beacon (Drand).",
        {"RandomnessCollectiveFlip": EVERYTHING},
    ),
    Absence(
        "proof of work and faucet call",
        "Runtime 425 has the call in test builds only; `meritnet faucet` gives test coins by plain transfers.",
        {"SubtensorModule": "faucet InvalidWorkBlock InvalidDifficulty InvalidSeal FaucetDisabled Faucet"},
    ),
    Absence(
        "baskets of root stakers (runtime 461)",
        "There they take the place of the book of root claims, which runtime 425 has and this chain keeps; clients "
        "find the names missing and claim root dividends subnet by subnet, as before.",
        {
            "SubtensorModule": """
                stake_into_basket swap_basket RootWeightsSet BasketDeposited BasketStakedIn BasketClaimed
                BasketHoldingConverted BetaBaselineStamped BasketAlphaWrittenOff BasketSwapped BasketHasNoWeights
                RootStakeLocked BetaBasketSeedInProgress RootWeightSettingDisabled RootClaimTooHeavy
                BasketConcentrationCapExceeded BasketDepositPending BasketTradingDisabled BasketTradingFrozen
                BasketTurnoverBudgetExceeded BasketSameSubnet BasketLiquidityCapExceeded BasketMinOutNotMet
                PendingBasketDeposits PendingBasketFlushCursor RootStakeUnlockInterval BasketTradingEnabled
                BasketDailyTurnoverCap BasketLiquidityCap BasketTradeBucket BasketConcentrationCap BasketShares
                BasketRate BetaBaseline BasketTwr BetaIndexSnapshot BetaIndexSweep BetaIndexFundSample
                BasketDepositedTao BasketRedeemedTao
            """,
            "AdminUtils": """
                sudo_set_basket_concentration_cap sudo_set_basket_trading_enabled sudo_set_basket_trading_frozen
                sudo_set_basket_daily_turnover_cap sudo_set_basket_liquidity_cap BasketConcentrationCapSet
                BasketTradingToggled BasketTradingFrozenSet BasketDailyTurnoverCapSet BasketLiquidityCapSet
            """,
            "BetaBasketRuntimeApi": EVERYTHING,
        },
    ),
    Absence(
        "subnets that are cleared over many blocks (runtime 461)",
        "Here, as in runtime 425, a subnet is dissolved and a newcomer registered within the call; clients find the "
        "queues missing and wait for nothing.",
        {
            "SubtensorModule": """
                NetworkDissolveCleanupCompleted NetworkRegistrationQueued DissolveNetworkScheduled
                NetworkDissolveAlreadyQueued WaitingForDissolvedSubnetCleanup LockIdOverFlow
                DissolveCleanupQueue CurrentDissolveCleanupStatus NetworkRegistrationQueue NetworkRegistrationLockId
            """,
        },
    ),
    Absence(
        "other rules of runtime 461",
        NEWER + "and do without.",
        {
            "SubtensorModule": """
                LiquidAlphaConsensusModeSet SubnetBuybackRateLimitExceeded StartCallNotReady InsufficientAlphaBalance
                HotkeySuccessor HotkeyRoot ColdkeySuccessor ColdkeyRoot ChildkeyThresholdChecks
                ChildkeyThresholdSuspended SubnetFastMovingPrice TotalAlphaStaked AlphaSharePoolEpoch AlphaShareEpoch
                EmissionBarQuantile EmissionBarRank EmissionGateExponent EmissionGateBar LiquidAlphaConsensusMode
                ConsensusByMechanism
            """,
            "AdminUtils": """
                sudo_set_liquid_alpha_consensus_mode sudo_set_emission_bar_quantile sudo_set_emission_bar_rank
                sudo_set_emission_gate_exponent
            """,
            "Crowdloan": "AlreadyFinalizing FundsNotSettled",
            "LimitOrders": "OrderSignerFrozen",
            "Swap": "BalancerTaoReservoir BalancerAlphaReservoir",
            "SubnetInfoRuntimeApi": "get_block_emission",
        },
    ),
    Absence(
        "names that no rule of the reference uses",
        "Nothing there raises these errors or emits these events, or only where that cannot happen.",
        {
            "SubtensorModule": """
                AllNetworksInImmunity NotEnoughStake BalanceWithdrawalError ZeroBalanceAfterWithdrawn
                HotKeyAlreadyDelegate StakingRateLimitExceeded TransactorAccountShouldBeHotKey NotRootSubnet
                CallDisabled AddStakeBurnRateLimitExceeded DisabledTemporarily BulkNeuronsRegistered
                BulkBalancesSet MaxWeightLimitSet RhoSet AlphaSigmoidSteepnessSet ValidatorPruneLenSet
                ScalingLawPowerSet DelegateAdded DefaultTakeSet BurnSet Sudid PowRegistrationAllowed
                ArbitrationPeriodExtended AllBalanceUnstakedAndTransferredToNewColdkey UidMapCouldNotBeCleared
            """,
            "Crowdloan": "ContributionPeriodNotEnded",
            "System": "NonDefaultComposite NonZeroRefCount",
        },
    ),
    Absence(
        "renamed",
        "It stands under the name that later runtimes gave it, InsufficientTaoBalance.",
        {"SubtensorModule": "InsufficientBalance"},
    ),
)


def absence_of(owner: str, name: str) -> Absence | None:
    """Return the part to which a name of a pallet or runtime API belongs; None where nothing leaves it out."""
    return next((absence for absence in ABSENCES if absence.holds(owner, name)), None)
