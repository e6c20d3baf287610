"""Errors of SubtensorModule about weights and their commits."""

from meritnet.runtime.framework.errors import ErrorDef

PALLET = "SubtensorModule"

NotEnoughStakeToSetWeights = ErrorDef(
    PALLET,
    10,
    "NotEnoughStakeToSetWeights",
    "The hotkey's stake weight on the subnet is below StakeThreshold; add stake, or root stake, to it or let "
    "a parent delegate to it.",
)
NeuronNoValidatorPermit = ErrorDef(
    PALLET,
    15,
    "NeuronNoValidatorPermit",
    "Only validators with a permit may weigh others (ValidatorPermit); be among the MaxAllowedValidators with"
    " the most stake at the next epoch.",
)
WeightVecNotEqualSize = ErrorDef(
    PALLET,
    16,
    "WeightVecNotEqualSize",
    "Uids and weights differ in number; pass one weight for each uid.",
)
DuplicateUids = ErrorDef(PALLET, 17, "DuplicateUids", "A uid occurs twice in the weights; name each once.")
UidVecContainInvalidOne = ErrorDef(
    PALLET,
    18,
    "UidVecContainInvalidOne",
    "A uid in the weights does not exist on the subnet; pass uids below SubnetworkN.",
)
WeightVecLengthIsLow = ErrorDef(
    PALLET,
    19,
    "WeightVecLengthIsLow",
    "Fewer uids are weighed than MinAllowedWeights demands; weigh more of them.",
)
MaxWeightExceeded = ErrorDef(
    PALLET,
    27,
    "MaxWeightExceeded",
    "A single weight has a larger share than the limit of 65535 of 65535; never raised here, for no share is larger "
    "than that.",
)
SettingWeightsTooFast = ErrorDef(
    PALLET,
    29,
    "SettingWeightsTooFast",
    "The uid set weights less than WeightsSetRateLimit blocks ago (LastUpdate), or the mechanism does not "
    "exist; wait until that many have passed.",
)
IncorrectWeightVersionKey = ErrorDef(
    PALLET,
    30,
    "IncorrectWeightVersionKey",
    "The version key is below the subnet's WeightsVersionKey; update the validator's software to the owner's "
    "version.",
)
UidsLengthExceedUidsInSubNet = ErrorDef(
    PALLET,
    32,
    "UidsLengthExceedUidsInSubNet",
    "More uids are weighed than the subnet has (SubnetworkN); read the metagraph again.",
)
CanNotSetRootNetworkWeights = ErrorDef(
    PALLET,
    47,
    "CanNotSetRootNetworkWeights",
    "Root (netuid 0) takes no weights; name a subnet.",
)
NoWeightsCommitFound = ErrorDef(
    PALLET,
    51,
    "NoWeightsCommitFound",
    "No open commit has this hash; reveal exactly the uids, values, salt and version key that were committed,"
    " on the same mechanism.",
)
InvalidRevealCommitHashNotMatch = ErrorDef(
    PALLET,
    52,
    "InvalidRevealCommitHashNotMatch",
    "None of the open commits has the hash of what is revealed; reveal exactly the uids, values, salt and "
    "version key that were committed.",
)
CommitRevealEnabled = ErrorDef(
    PALLET,
    53,
    "CommitRevealEnabled",
    "The subnet takes weights by commit and reveal only (CommitRevealWeightsEnabled is on); use "
    "commit_weights, then reveal_weights.",
)
CommitRevealDisabled = ErrorDef(
    PALLET,
    54,
    "CommitRevealDisabled",
    "The subnet takes plain weights (CommitRevealWeightsEnabled is off); use set_weights.",
)
MechanismDoesNotExist = ErrorDef(
    PALLET,
    74,
    "MechanismDoesNotExist",
    "The subnet or its mechanism does not exist; name a mechanism from 0 to MechanismCountCurrent - 1.",
)
TooManyUnrevealedCommits = ErrorDef(
    PALLET,
    77,
    "TooManyUnrevealedCommits",
    "The hotkey has 10 open commits here; reveal one or wait until the oldest expires.",
)
ExpiredWeightCommit = ErrorDef(
    PALLET,
    78,
    "ExpiredWeightCommit",
    "The commit's epoch of reveal (RevealPeriodEpochs after the commit) is over; commit again.",
)
RevealTooEarly = ErrorDef(
    PALLET,
    79,
    "RevealTooEarly",
    "A commit can be revealed in one epoch only, RevealPeriodEpochs after its own (SubnetEpochIndex); wait "
    "for that epoch, or commit again if it is over.",
)
InputLengthsUnequal = ErrorDef(
    PALLET,
    80,
    "InputLengthsUnequal",
    "The lists of a batch differ in length; pass one entry of each for every item.",
)
CommittingWeightsTooFast = ErrorDef(
    PALLET,
    81,
    "CommittingWeightsTooFast",
    "The uid committed or set weights less than WeightsSetRateLimit blocks ago (LastUpdate), or the mechanism"
    " does not exist; wait until that many have passed.",
)
IncorrectCommitRevealVersion = ErrorDef(
    PALLET,
    111,
    "IncorrectCommitRevealVersion",
    "The timelocked commit names another version than CommitRevealWeightsVersion (4); update the client, or "
    "pass that version.",
)
InvalidRevealRound = ErrorDef(
    PALLET,
    112,
    "InvalidRevealRound",
    "The commit's round is already out (Drand.LastStoredRound is beyond it), so everybody could read it at "
    "once; encrypt to a round of the epoch of reveal.",
)
