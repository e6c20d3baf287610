"""Settings of a subnet: every row does what its marks say, within its bounds, and is announced."""

from typing import Any

import pytest

from meritnet.runtime.pallets.emission.storage import last_epoch_block
from meritnet.runtime.pallets.hyperparameters import storage
from meritnet.runtime.pallets.hyperparameters.rows import SubnetSetting
from meritnet.runtime.pallets.hyperparameters.table import SUBNET_SETTINGS

from .settings import MARKS, NETUID, OWNER, STRANGER, UNKNOWN, VALUES, freeze, later, owned_chain

ADMIN = "AdminUtils"
EVENTS = {
    3: ["ServingRateLimitSet"], 4: ["MinDifficultySet"], 5: ["MaxDifficultySet"], 6: ["WeightsVersionKeySet"],
    7: ["WeightsSetRateLimitSet"], 8: ["AdjustmentIntervalSet"], 9: ["AdjustmentAlphaSet"], 13: ["ImmunityPeriodSet"],
    14: ["MinAllowedWeightSet"], 15: ["MaxAllowedUidsSet"], 16: ["KappaSet"], 17: [], 18: ["ActivityCutoffSet"],
    19: ["RegistrationAllowed"], 21: ["RegistrationPerIntervalSet"], 22: ["MinBurnSet"], 23: ["MaxBurnSet"],
    24: ["DifficultySet"], 25: ["MaxAllowedValidatorsSet"], 26: ["BondsMovingAverageSet"],
    27: ["MaxRegistrationsPerBlockSet"], 30: ["TempoSet"], 39: ["RAORecycledForRegistrationSet"],
    49: ["CommitRevealEnabled"], 50: [], 57: ["CommitRevealPeriodsSet"], 60: ["BondsPenaltySet"],
    61: ["TransferToggle"], 65: [], 66: [], 68: [], 69: ["Yuma3EnableToggled"],
    70: ["BondsResetOnSet", "BondsResetToggled"], 72: [], 79: ["MinAllowedUidsSet"], 80: [],
    84: ["MinNonImmuneUidsSet"], 89: ["BurnHalfLifeSet"], 90: ["BurnIncreaseMultSet"], 92: [],
    93: ["MinChildKeyTakePerSubnetSet"], 94: ["SubnetEmissionEnabledSet"], 95: [],
    98: ["CollateralLockShareSet"], 99: ["CollateralDrainRatioSet"],
}  # fmt: skip

ROWS = {row.index: row for row in SUBNET_SETTINGS}


def having(mark: str) -> list[int]:
    """Return the call indices whose marks contain a letter."""
    return [index for index, marks in MARKS.items() if mark in marks]


def name(index: int) -> str:
    """Return a call's name, for readable test ids."""
    return ROWS[index].call.removeprefix("sudo_set_")


def test_every_setting_is_there_once() -> None:
    assert len(ROWS) == len(SUBNET_SETTINGS)
    assert ROWS.keys() == MARKS.keys() == VALUES.keys() == EVENTS.keys()


@pytest.mark.parametrize("index", MARKS, ids=name)
def test_the_one_who_may_changes_the_value_with_its_events(index: int) -> None:
    chain, row = owned_chain(), ROWS[index]
    assert row.item.get(chain.ctx, NETUID) != VALUES[index]
    before = len(chain.ctx.events)
    chain.ok(ADMIN, row.call, NETUID, VALUES[index], by=OWNER if "O" in MARKS[index] else None)
    assert row.item.get(chain.ctx, NETUID) == VALUES[index]
    found = chain.ctx.events[before:]
    assert [record.event.name for record in found] == EVENTS[index]
    assert all(record.args == (NETUID, VALUES[index]) for record in found)


@pytest.mark.parametrize("index", MARKS, ids=name)
def test_a_stranger_may_not(index: int) -> None:
    chain = owned_chain()
    chain.fails("BadOrigin", ADMIN, ROWS[index].call, NETUID, VALUES[index], by=STRANGER)
    if "R" in MARKS[index]:
        chain.fails("BadOrigin", ADMIN, ROWS[index].call, NETUID, VALUES[index], by=OWNER)


@pytest.mark.parametrize("index", MARKS, ids=name)
def test_root_may_as_often_as_it_likes(index: int) -> None:
    chain = owned_chain()
    for _ in range(2):
        chain.ok(ADMIN, ROWS[index].call, NETUID, VALUES[index])
        last_epoch_block.set(chain.ctx, NETUID, chain.ctx.block_number)


@pytest.mark.parametrize("index", MARKS, ids=name)
def test_the_freeze_window_binds_the_marked_ones_and_root_too(index: int) -> None:
    chain, call = owned_chain(), ROWS[index].call
    freeze(chain)
    if "W" in MARKS[index]:
        chain.fails("AdminActionProhibitedDuringWeightsWindow", ADMIN, call, NETUID, VALUES[index])
    else:
        chain.ok(ADMIN, call, NETUID, VALUES[index])


@pytest.mark.parametrize("index", having("O"), ids=name)
def test_the_owner_waits_between_changes(index: int) -> None:
    chain, call = owned_chain(), ROWS[index].call
    chain.ok(ADMIN, call, NETUID, VALUES[index], by=OWNER)
    if "L" not in MARKS[index]:
        chain.ok(ADMIN, call, NETUID, VALUES[index], by=OWNER)
        return
    tempos = 5 if index == 6 else 2
    later(chain, tempos * 360 - 1)
    chain.fails("TxRateLimitExceeded", ADMIN, call, NETUID, VALUES[index], by=OWNER)
    later(chain, 1)
    chain.ok(ADMIN, call, NETUID, VALUES[index], by=OWNER)


@pytest.mark.parametrize("index", MARKS, ids=name)
def test_an_unknown_subnet_is_refused_where_it_matters(index: int) -> None:
    chain, row = owned_chain(), ROWS[index]
    if "W" in MARKS[index]:
        later(chain, 400)
        last_epoch_block.set(chain.ctx, UNKNOWN, chain.ctx.block_number)
    if "e" in MARKS[index]:
        chain.fails("SubnetDoesNotExist", ADMIN, row.call, UNKNOWN, VALUES[index])
    else:
        chain.ok(ADMIN, row.call, UNKNOWN, VALUES[index])


@pytest.mark.parametrize("index", having("n"), ids=name)
def test_root_network_lacks_some_settings(index: int) -> None:
    chain = owned_chain()
    last_epoch_block.set(chain.ctx, 0, chain.ctx.block_number)
    chain.fails("NotPermittedOnRootSubnet", ADMIN, ROWS[index].call, 0, VALUES[index])


TAO = 10**9
ONE = 1 << 64
OUTSIDE = [
    (15, 63, "MaxAllowedUidsLessThanMinAllowedUids"),
    (15, 257, "MaxAllowedUidsGreaterThanDefaultMaxAllowedUids"),
    (18, 359, "ActivityCutoffTooLow"),
    (22, TAO, "ValueNotInBounds"),
    (23, TAO // 10, "ValueNotInBounds"),
    (25, 257, "MaxValidatorsLargerThanMaxUIds"),
    (57, 0, "RevealPeriodTooSmall"),
    (57, 101, "RevealPeriodTooLarge"),
    (72, 0, "InvalidValue"),
    (72, 11, "InvalidValue"),
    (79, 256, "MinAllowedUidsGreaterThanMaxAllowedUids"),
    (79, 1, "MinAllowedUidsGreaterThanCurrentUids"),
    (89, 0, "InvalidValue"),
    (89, 36_101, "InvalidValue"),
    (90, ONE - 1, "InvalidValue"),
    (90, 3 * ONE + 1, "InvalidValue"),
    (93, 11_797, "InvalidValue"),
    (98, 62_259, "CollateralLockShareTooHigh"),
    (98, 65_535, "CollateralLockShareTooHigh"),
    (99, 0, "CollateralDrainRatioOutOfBounds"),
    (99, 10 * ONE + 1, "CollateralDrainRatioOutOfBounds"),
]
EDGES = [
    (15, 64), (15, 256), (18, 360), (22, TAO - 1), (22, 0), (23, TAO // 10 + 1), (25, 256), (57, 1), (57, 100), (72, 1),
    (72, 10), (89, 1), (89, 36_100), (90, ONE), (90, 3 * ONE), (93, 0), (93, 11_796),
    (98, 62_258), (99, 1), (99, 10 * ONE),
]  # fmt: skip


@pytest.mark.parametrize(("index", "value", "error"), OUTSIDE)
def test_bounds_refuse(index: int, value: Any, error: str) -> None:  # Any: the row's value
    owned_chain().fails(error, ADMIN, ROWS[index].call, NETUID, value)


@pytest.mark.parametrize(("index", "value"), EDGES)
def test_bounds_include_their_edges(index: int, value: Any) -> None:  # Any: the row's value
    chain, row = owned_chain(), ROWS[index]
    chain.ok(ADMIN, row.call, NETUID, value)
    assert row.item.get(chain.ctx, NETUID) == value


def test_burn_bounds_stay_apart() -> None:
    chain = owned_chain()
    chain.ok(ADMIN, "sudo_set_min_burn", NETUID, 300_000_000)
    chain.fails("ValueNotInBounds", ADMIN, "sudo_set_max_burn", NETUID, 300_000_000)
    chain.ok(ADMIN, "sudo_set_max_burn", NETUID, 300_000_001)
    chain.fails("ValueNotInBounds", ADMIN, "sudo_set_min_burn", NETUID, 300_000_001)


def test_uids_hold_in_all_mechanisms_and_not_below_the_neurons() -> None:
    chain = owned_chain()
    storage.min_allowed_uids.set(chain.ctx, NETUID, 0)
    chain.fails("MaxAllowedUIdsLessThanCurrentUIds", ADMIN, "sudo_set_max_allowed_uids", NETUID, 0)
    chain.ok(ADMIN, "sudo_set_max_allowed_uids", NETUID, 128)
    chain.ok(ADMIN, "sudo_set_mechanism_count", NETUID, 2)
    chain.fails("TooManyUIDsPerMechanism", ADMIN, "sudo_set_max_allowed_uids", NETUID, 129)


@pytest.mark.parametrize(
    ("call", "value", "error"),
    [
        ("sudo_set_bonds_moving_average", 975_001, "BondsMovingAverageMaxReached"),
        ("sudo_set_alpha_sigmoid_steepness", -1, "NegativeSigmoidSteepness"),
    ],
)
def test_owner_has_tighter_bounds_than_root(call: str, value: int, error: str) -> None:
    chain = owned_chain()
    chain.fails(error, ADMIN, call, NETUID, value, by=OWNER)
    chain.ok(ADMIN, call, NETUID, value)


def test_root_tempo_starts_a_new_cycle() -> None:
    chain = owned_chain()
    later(chain, 50)
    last_epoch_block.set(chain.ctx, NETUID, chain.ctx.block_number - 40)
    chain.ok(ADMIN, "sudo_set_tempo", NETUID, 1)
    assert last_epoch_block.get(chain.ctx, NETUID) == chain.ctx.block_number


def test_each_row_has_a_value_type_of_its_item() -> None:
    for row in SUBNET_SETTINGS:
        assert isinstance(row, SubnetSetting)
        assert row.item.value.decode(row.item.value.encode(VALUES[row.index])) == VALUES[row.index]
