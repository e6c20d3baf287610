"""Types of hyperparameters and rate limits."""

from meritnet.codec import Enum, Variant
from meritnet.codec.common import ACCOUNT_ID, NET_UID

HYPERPARAMETER = Enum(
    "pallet_subtensor::utils::rate_limiting::Hyperparameter",
    [
        Variant(0, "Unknown"),
        Variant(1, "ServingRateLimit"),
        Variant(2, "MaxDifficulty"),
        Variant(3, "AdjustmentAlpha"),
        Variant(4, "MaxWeightLimit"),
        Variant(5, "ImmunityPeriod"),
        Variant(6, "MinAllowedWeights"),
        Variant(7, "Kappa"),
        Variant(8, "Rho"),
        Variant(9, "ActivityCutoff"),
        Variant(10, "PowRegistrationAllowed"),
        Variant(11, "MinBurn"),
        Variant(12, "MaxBurn"),
        Variant(13, "BondsMovingAverage"),
        Variant(14, "BondsPenalty"),
        Variant(15, "CommitRevealEnabled"),
        Variant(16, "LiquidAlphaEnabled"),
        Variant(17, "AlphaValues"),
        Variant(18, "WeightCommitInterval"),
        Variant(19, "TransferEnabled"),
        Variant(20, "AlphaSigmoidSteepness"),
        Variant(21, "Yuma3Enabled"),
        Variant(22, "BondsResetEnabled"),
        Variant(23, "ImmuneNeuronLimit"),
        Variant(24, "RecycleOrBurn"),
        Variant(25, "MaxAllowedUids"),
        Variant(26, "BurnHalfLife"),
        Variant(27, "BurnIncreaseMult"),
        Variant(28, "SubnetEmissionEnabled"),
        Variant(29, "MinChildkeyTake"),
        Variant(30, "ActivityCutoffFactorMilli"),
        Variant(31, "TriggerEpoch"),
        Variant(32, "CollateralLockShare"),
        Variant(33, "CollateralDrainRatio"),
        Variant(34, "LiquidAlphaConsensusMode"),
    ],
)
RATE_LIMIT_KEY = Enum(
    "pallet_subtensor::RateLimitKey",
    [
        Variant(0, "SetSNOwnerHotkey", [(None, NET_UID)]),
        Variant(1, "OwnerHyperparamUpdate", [(None, NET_UID), (None, HYPERPARAMETER)]),
        Variant(2, "NetworkLastRegistered"),
        Variant(3, "LastTxBlock", [(None, ACCOUNT_ID)]),
        Variant(4, "LastTxBlockChildKeyTake", [(None, ACCOUNT_ID)]),
        Variant(5, "LastTxBlockDelegateTake", [(None, ACCOUNT_ID)]),
        Variant(6, "AddStakeBurn", [(None, NET_UID)]),
    ],
)
RECYCLE_OR_BURN_ENUM = Enum(
    "pallet_subtensor::pallet::RecycleOrBurnEnum", [Variant(0, "Burn"), Variant(1, "Recycle")]
)
