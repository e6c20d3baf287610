"""Plain weights: every check in its order, what is stored, batches."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.framework.dispatch import dispatch_info
from meritnet.runtime.framework.errors import BadOrigin
from meritnet.runtime.pallets.consensus_yuma import columns, storage
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration.storage import subnetwork_n
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.testing.chain import account
from meritnet.testing.vectors import load

from . import subnet
from .subnet import MINER_A, NETUID, PLAIN, SECOND, STAKE, V1, V2, add, build, row, told

PALLET = "SubtensorModule"


@pytest.fixture
def chain():
    return build()


def set_weights(chain, uids, values, *, by=V1, version=0, netuid=NETUID):
    chain.ok(PALLET, "set_weights", netuid, uids, values, version, by=by)


def refused(chain, error, uids, values, *, by=V1, version=0, netuid=NETUID):
    subnet.refused(chain, error, "set_weights", netuid, uids, values, version, by=by)


def test_weights_of_a_client_are_stored_as_sent(chain):
    """A client divides by the largest weight and rounds: [0.25, 0.75] becomes [21845, 65535]."""
    shares = [0.25, 0.75]
    values = tuple(round(share / max(shares) * 65535) for share in shares)
    assert values == (21845, 65535)
    set_weights(chain, (3, 4), values)
    assert row(chain, 0) == [[3, 21845], [4, 65535]]
    assert told(chain, "WeightsSet") == [("WeightsSet", (NETUID, 0))]


RECORDED = [
    (tuple(item["input"]), item["output"])
    for item in load("consensus/50_units")["items"]
    if item["kind"] == "upscale_u16" and 1 <= len(item["input"]) <= 5
]


@pytest.mark.parametrize(("values", "stored"), RECORDED)
def test_rows_are_scaled_up_to_65535_as_recorded(chain, values, stored):
    set_weights(chain, tuple(range(len(values))), values)
    assert row(chain, 0) == [[uid, value] for uid, value in enumerate(stored)]


def test_zeros_and_order_of_uids_are_kept(chain):
    set_weights(chain, (4, 1, 3), (1, 0, 2))
    assert row(chain, 0) == [[4, 32768], [1, 0], [3, 65535]]
    set_weights(chain, (4, 3), (0, 0))
    assert row(chain, 0) == [[4, 0], [3, 0]]


def test_setting_is_an_update_of_the_mechanism(chain):
    chain.block(3)
    set_weights(chain, (3,), (1,))
    assert columns.last_update_of(chain.ctx, NETUID, 0) == chain.ctx.block_number
    assert columns.last_update_of(chain.ctx, NETUID, 1) == 1


def test_each_check_in_its_order(chain):
    """A call with everything wrong, repaired check by check: the next error shows each time."""
    ctx = chain.ctx
    hyper.commit_reveal_weights_enabled.set(ctx, 0, True)
    refused(chain, "CommitRevealEnabled", (3, 3), (1,), netuid=0)
    hyper.commit_reveal_weights_enabled.set(ctx, 0, False)
    assert isinstance(chain.dispatch(PALLET, "set_weights", 0, (3, 3), (1,), 0), BadOrigin)
    refused(chain, "CanNotSetRootNetworkWeights", (3, 3), (1,), netuid=0)
    hyper.commit_reveal_weights_enabled.set(ctx, 9, False)
    refused(chain, "WeightVecNotEqualSize", (3, 3), (1,), netuid=9)
    refused(chain, "MechanismDoesNotExist", (3, 3), (1, 1), netuid=9)

    hyper.stake_threshold.set(ctx, STAKE + 1)
    hyper.weights_version_key.set(ctx, NETUID, 7)
    hyper.weights_set_rate_limit.set(ctx, NETUID, 100)
    hyper.min_allowed_weights.set(ctx, NETUID, 4)
    stranger, long = "//Stranger", (3, 3, 9, 0, 0, 0)
    refused(chain, "UidsLengthExceedUidsInSubNet", long, (1,) * 6, by=stranger)
    bad = long[:3]
    refused(chain, "HotKeyNotRegisteredInSubNet", bad, (1,) * 3, by=stranger)
    refused(chain, "NotEnoughStakeToSetWeights", bad, (1,) * 3, by=PLAIN)
    hyper.stake_threshold.set(ctx, STAKE)
    refused(chain, "IncorrectWeightVersionKey", bad, (1,) * 3, by=PLAIN, version=6)
    refused(chain, "SettingWeightsTooFast", bad, (1,) * 3, by=PLAIN, version=7)
    hyper.weights_set_rate_limit.set(ctx, NETUID, 0)
    refused(chain, "NeuronNoValidatorPermit", bad, (1,) * 3, by=PLAIN, version=7)
    refused(chain, "DuplicateUids", bad, (1,) * 3, version=7)
    refused(chain, "UidVecContainInvalidOne", (3, 9), (1,) * 2, version=7)
    refused(chain, "UidVecContainInvalidOne", (3, 5), (1,) * 2, version=7)
    refused(chain, "WeightVecLengthIsLow", (3, 4), (1,) * 2, version=7)
    set_weights(chain, (3, 4, 1, 2), (1,) * 4, version=8)


def test_the_rate_limit_counts_from_registration_and_is_inclusive(chain):
    hyper.weights_set_rate_limit.set(chain.ctx, NETUID, 3)
    assert chain.ctx.block_number == 1
    chain.block(2)
    refused(chain, "SettingWeightsTooFast", (3,), (1,))
    chain.block()
    set_weights(chain, (3,), (1,))
    refused(chain, "SettingWeightsTooFast", (3,), (1,))
    chain.block(3)
    set_weights(chain, (3,), (1,))


def test_the_guards_refuse_what_lacks_stake_or_comes_too_fast(chain):
    hyper.weights_set_rate_limit.set(chain.ctx, NETUID, 3)
    chain.fails("SettingWeightsTooFast", PALLET, "set_weights", NETUID, (), (1,), 0, by=V1)
    hyper.stake_threshold.set(chain.ctx, STAKE + 1)
    chain.fails("NotEnoughStakeToSetWeights", PALLET, "set_weights", NETUID, (), (1,), 0, by=V1)


def test_a_last_update_of_0_means_never(chain):
    hyper.weights_set_rate_limit.set(chain.ctx, NETUID, 10**6)
    storage.last_update.set(chain.ctx, NETUID, b"")
    set_weights(chain, (3,), (1,))
    assert len(storage.last_update.get(chain.ctx, NETUID)) == 5 * 8


def test_a_lone_self_weight_needs_neither_permit_nor_length(chain):
    hyper.min_allowed_weights.set(chain.ctx, NETUID, 3)
    set_weights(chain, (2,), (5,), by=PLAIN)
    assert row(chain, 2) == [[2, 65535]]
    refused(chain, "NeuronNoValidatorPermit", (2, 3), (5, 5), by=PLAIN)
    refused(chain, "NeuronNoValidatorPermit", (3,), (5,), by=PLAIN)


def test_the_owner_needs_neither_permit_nor_stake(chain):
    hyper.stake_threshold.set(chain.ctx, STAKE + 1)
    refused(chain, "NotEnoughStakeToSetWeights", (4,), (1,), by=MINER_A)
    subnets.subnet_owner_hotkey.set(chain.ctx, NETUID, account(MINER_A))
    set_weights(chain, (4,), (1,), by=MINER_A)
    refused(chain, "NotEnoughStakeToSetWeights", (4,), (1,), by=V1)


def test_short_rows_are_fine_on_small_subnets(chain):
    hyper.min_allowed_weights.set(chain.ctx, NETUID, 1024)
    refused(chain, "WeightVecLengthIsLow", (1, 2, 3, 4), (1,) * 4)
    set_weights(chain, (0, 1, 2, 3, 4), (1,) * 5)
    subnetwork_n.set(chain.ctx, NETUID, 4)
    set_weights(chain, (0, 1, 2, 3), (1,) * 4)


def test_mechanisms_have_rows_and_updates_of_their_own():
    chain = build(mechanisms=2)
    hyper.weights_set_rate_limit.set(chain.ctx, NETUID, 50)
    storage.last_update.set(chain.ctx, SECOND, b"")
    storage.last_update.set(chain.ctx, NETUID, b"")
    chain.ok(PALLET, "set_mechanism_weights", NETUID, 1, (3,), (1,), 0, by=V1)
    assert told(chain, "WeightsSet") == [("WeightsSet", (SECOND, 0))]
    assert row(chain, 0, SECOND) == [[3, 65535]]
    assert row(chain, 0) == []
    chain.ok(PALLET, "set_mechanism_weights", NETUID, 0, (4,), (1,), 0, by=V1)
    assert row(chain, 0) == [[4, 65535]]
    for mechanism in (2, 16, 255):
        subnet.refused(
            chain, "MechanismDoesNotExist", "set_mechanism_weights", NETUID, mechanism, (3,), (1,), 0, by=V1
        )
    hyper.commit_reveal_weights_enabled.set(chain.ctx, NETUID, True)
    chain.fails("CommitRevealEnabled", PALLET, "set_mechanism_weights", NETUID, 1, (3,), (1,), 0, by=V1)


def test_a_batch_runs_its_items_one_by_one(chain):
    add(chain.ctx, 3)
    add(chain.ctx, 4, hidden=True)
    netuids, rows = (3, 4, NETUID, 9), (((3, 1), (4, 2)), ((3, 1),), ((4, 9),), ((3, 1),))
    chain.ok(PALLET, "batch_set_weights", netuids, rows, (0, 0, 0, 0), by=V2)
    assert row(chain, 1, 3) == [[3, 32768], [4, 65535]]
    assert row(chain, 1) == [[4, 65535]]
    events = told(
        chain, "WeightsSet", "BatchCompletedWithErrors", "BatchWeightItemFailed", "BatchWeightsCompleted"
    )
    names = [name for name, _ in events]
    assert names.index("BatchCompletedWithErrors") < names.index("BatchWeightItemFailed")
    failed = [args for name, args in events if name == "BatchWeightItemFailed"]
    assert [(netuid, error_name(chain, error)) for netuid, error in failed] == [
        (4, "CommitRevealEnabled"),
        (9, "CommitRevealEnabled"),
    ]
    assert names.count("BatchCompletedWithErrors") == 1
    assert events[-1] == ("BatchWeightsCompleted", (netuids, account(V2)))


def test_a_batch_without_failures_says_only_that_it_ended(chain):
    chain.ok(PALLET, "batch_set_weights", (NETUID,), (((3, 1),),), (0,), by=V1)
    assert [name for name, _ in told(chain, "BatchCompletedWithErrors", "BatchWeightsCompleted")] == [
        "BatchWeightsCompleted"
    ]


@pytest.mark.parametrize(
    ("netuids", "rows", "versions"), [((2, 3), ((),), (0, 0)), ((2,), ((),), ()), ((), ((),), (0,))]
)
def test_a_batch_needs_lists_of_one_length(chain, netuids, rows, versions):
    chain.fails("InputLengthsUnequal", PALLET, "batch_set_weights", netuids, rows, versions, by=V1)


def error_name(chain, error):
    """Return the name of a module error as the event carries it."""
    assert error.name == "Module"
    pallet = next(p for p in chain.runtime.assembly.pallets.values() if p.index == error.args[0].index)
    return next(e.name for e in pallet.errors if e.index == error.args[0].error[0])


NAMES = (
    "set_weights", "set_mechanism_weights", "batch_set_weights", "commit_weights", "commit_mechanism_weights",
    "batch_commit_weights", "reveal_weights", "reveal_mechanism_weights", "batch_reveal_weights",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_calls_are_declared_as_recorded(chain, name):
    calls = load("economics/table_calls")
    recorded = next(c for c in _walk(calls) if c.get("name") == name)
    declared = next(c for c in chain.runtime.assembly.pallets[PALLET].calls if c.name == name)
    assert (declared.index, declared.dispatch_class) == (recorded["index"], recorded["dispatch_class"])
    assert [n for n, _ in declared.args] == [arg["name"] for arg in recorded["args"]]
    empty = Case(PALLET, (Case(name, tuple(() for _ in declared.args)),))
    assert dispatch_info(chain.ctx, empty).pays is recorded["pays_fee"] is False


def _walk(node):
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from _walk(item)
