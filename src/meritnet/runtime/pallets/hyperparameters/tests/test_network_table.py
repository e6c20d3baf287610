"""Values of the network: root sets each, with its event, within its bounds."""

import pytest

from meritnet.runtime.pallets.hyperparameters.network_table import NETWORK_SETTINGS
from meritnet.testing.chain import TestChain

ADMIN, SUBTENSOR = "AdminUtils", "SubtensorModule"

# (pallet, call index): storage item, default on a fast local chain, event
FACTS = {
    (ADMIN, 1): ("MaxDelegateTake", 11_796, "MaxDelegateTakeSet"),
    (ADMIN, 2): ("TxRateLimit", 1_000, "TxRateLimitSet"),
    (ADMIN, 28): ("SubnetOwnerCut", 11_796, "SubnetOwnerCutSet"),
    (ADMIN, 29): ("NetworkRateLimit", 0, "NetworkRateLimitSet"),
    (ADMIN, 35): ("NetworkImmunityPeriod", 1_296_000, "NetworkImmunityPeriodSet"),
    (ADMIN, 36): ("NetworkMinLockCost", 1_000_000_000_000, "NetworkMinLockCostSet"),
    (ADMIN, 37): ("SubnetLimit", 128, "SubnetLimitSet"),
    (ADMIN, 38): ("NetworkLockReductionInterval", 100_800, "NetworkLockCostReductionIntervalSet"),
    (ADMIN, 42): ("StakeThreshold", 0, "StakeThresholdSet"),
    (ADMIN, 43): ("NominatorMinRequiredStake", 0, None),
    (ADMIN, 45): ("TxDelegateTakeRateLimit", 216_000, "TxDelegateTakeRateLimitSet"),
    (ADMIN, 46): ("MinDelegateTake", 0, "MinDelegateTakeSet"),
    (ADMIN, 63): ("SubnetMovingAlpha", 12_885, None),
    (ADMIN, 71): ("CommitRevealWeightsVersion", 4, "CommitRevealVersionSet"),
    (ADMIN, 73): ("CKBurn", 0, None),
    (ADMIN, 74): ("AdminFreezeWindow", 10, "AdminFreezeWindowSet"),
    (ADMIN, 75): ("OwnerHyperparamRateLimit", 2, "OwnerHyperparamRateLimitSet"),
    (ADMIN, 85): ("StartCallDelay", 0, "StartCallDelaySet"),
    (ADMIN, 86): ("ColdkeySwapAnnouncementDelay", 50, "ColdkeySwapAnnouncementDelaySet"),
    (ADMIN, 87): ("ColdkeySwapReannouncementDelay", 10, "ColdkeySwapReannouncementDelaySet"),
    (ADMIN, 88): ("MaxMechanismCount", 2, None),
    (ADMIN, 96): ("MaxEpochsPerBlock", 32, "MaxEpochsPerBlockSet"),
    (ADMIN, 55): ("DissolveNetworkScheduleDuration", 36_000, "DissolveNetworkScheduleDurationSet"),
    (ADMIN, 81): ("TaoFlowCutoff", 0, None),
    (ADMIN, 82): ("FlowNormExponent", 1 << 64, None),
    (ADMIN, 83): ("FlowEmaSmoothingFactor", 29_597_889_189_277, None),
    (ADMIN, 91): ("NetTaoFlowEnabled", True, None),
    (SUBTENSOR, 69): ("TxChildkeyTakeRateLimit", 5, "TxChildKeyTakeRateLimitSet"),
    (SUBTENSOR, 76): ("MinChildkeyTake", 0, "MinChildKeyTakeSet"),
    (SUBTENSOR, 77): ("MaxChildkeyTake", 11_796, "MaxChildKeyTakeSet"),
    (SUBTENSOR, 109): ("PendingChildKeyCooldown", 15, None),
}
ROWS = {(row.pallet, row.index): row for row in NETWORK_SETTINGS}


def test_every_value_is_there_once() -> None:
    assert len(ROWS) == len(NETWORK_SETTINGS)
    assert ROWS.keys() == FACTS.keys()


@pytest.mark.parametrize("key", FACTS, ids=lambda key: ROWS[key].call)
def test_root_sets_the_value_with_its_event(key: tuple[str, int]) -> None:
    chain, row, (name, default, event) = TestChain(), ROWS[key], FACTS[key]
    assert row.item.name == name
    assert row.item.get(chain.ctx) == default
    before = len(chain.ctx.events)
    changed = not default if isinstance(default, bool) else default + 1
    chain.ok(row.pallet, row.call, changed)
    assert row.item.get(chain.ctx) == changed
    expected = [] if event is None else [(event, (changed,))]
    assert [(record.event.name, record.args) for record in chain.ctx.events[before:]] == expected


@pytest.mark.parametrize("key", FACTS, ids=lambda key: ROWS[key].call)
def test_nobody_else_may(key: tuple[str, int]) -> None:
    chain, row = TestChain(), ROWS[key]
    chain.fails("BadOrigin", row.pallet, row.call, FACTS[key][1], by="//Alice")


@pytest.mark.parametrize(
    ("call", "value", "error"),
    [
        ("sudo_set_max_epochs_per_block", 0, "ValueNotInBounds"),
        ("sudo_set_max_mechanism_count", 0, "InvalidValue"),
        ("sudo_set_max_mechanism_count", 17, "InvalidValue"),
        ("sudo_set_tao_flow_normalization_exponent", (1 << 64) - 1, "InvalidValue"),
        ("sudo_set_tao_flow_normalization_exponent", (2 << 64) + 1, "InvalidValue"),
    ],
)
def test_bounds_refuse(call: str, value: int, error: str) -> None:
    TestChain().fails(error, ADMIN, call, value)


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ("sudo_set_max_epochs_per_block", 1),
        ("sudo_set_max_mechanism_count", 16),
        ("sudo_set_tao_flow_normalization_exponent", 1 << 64),
        ("sudo_set_tao_flow_normalization_exponent", 2 << 64),
    ],
)
def test_bounds_include_their_edges(call: str, value: int) -> None:
    TestChain().ok(ADMIN, call, value)
