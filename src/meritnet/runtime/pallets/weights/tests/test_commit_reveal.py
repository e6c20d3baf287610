"""Hash commits: the one epoch in which a commit opens, the queue, batches, every error."""

import pytest

from meritnet.runtime.framework.errors import BadOrigin
from meritnet.runtime.pallets.consensus_yuma import columns
from meritnet.runtime.pallets.consensus_yuma.commit_hash import commit_hash
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.weights import commits
from meritnet.runtime.pallets.weights.storage import weight_commits
from meritnet.testing.chain import account
from meritnet.testing.vectors import load

from .subnet import NETUID, PLAIN, SECOND, V1, V2, add, build, refused, row, set_epoch, told

PALLET = "SubtensorModule"
UIDS, VALUES, SALT = (3, 4), (1, 2), (9, 8, 7)
OPENED = (UIDS, VALUES, SALT, 0)


@pytest.fixture
def chain():
    chain = build(hidden=True, mechanisms=2)
    set_epoch(chain, 5)
    return chain


def hash_of(*, by=V1, index=NETUID, salt=SALT, uids=UIDS, values=VALUES):
    return commit_hash(account(by), index, uids, values, salt, 0)


def commit(chain, *, by=V1, salt=SALT, **given):
    chain.ok(PALLET, "commit_weights", NETUID, hash_of(by=by, salt=salt, **given), by=by)


def reveal(chain, *, by=V1, salt=SALT):
    chain.ok(PALLET, "reveal_weights", NETUID, UIDS, VALUES, salt, 0, by=by)


def queued(chain, by=V1, index=NETUID):
    return [entry.hash for entry in commits.queue(chain.ctx, index, account(by))]


def test_a_recorded_hash_opens():
    """The chain hashes what it is given as clients do: the recorded commit of an account on netuid 1."""
    item = next(i for i in load("consensus/50_units")["items"] if i["kind"] == "commit_hash_v2")
    who, netuid = bytes.fromhex(item["account"]), item["storage_index"]
    assert netuid == 1
    chain = build(netuid, hidden=True)
    uid = uids.append(chain.ctx, netuid, who)
    subnets.subnet_owner_hotkey.set(chain.ctx, netuid, who)  # needs no permit
    chain.ok(PALLET, "commit_weights", netuid, bytes.fromhex(item["hash"]), by=who)
    set_epoch(chain, 1, netuid)
    opened = (tuple(item["uids"]), tuple(item["values"]), tuple(item["salt"]), item["version_key"])
    chain.ok(PALLET, "reveal_weights", netuid, *opened, by=who)
    assert row(chain, uid, netuid) == [[uid_, 65535] for uid_ in item["uids"]]


def test_a_commit_is_queued_with_epoch_and_block_and_counts_as_an_update(chain):
    chain.block(4)
    commit(chain)
    block = chain.ctx.block_number
    assert weight_commits.get(chain.ctx, NETUID, account(V1)) == ((hash_of(), 5, block, 0),)
    assert columns.last_update_of(chain.ctx, NETUID, 0) == block
    assert columns.last_update_of(chain.ctx, SECOND, 0) == 1
    assert told(chain, "WeightsCommitted") == [("WeightsCommitted", (account(V1), NETUID, hash_of()))]


@pytest.mark.parametrize("period", [1, 3])
def test_a_commit_opens_in_one_epoch_only(chain, period):
    hyper.reveal_period_epochs.set(chain.ctx, NETUID, period)
    commit(chain)
    for epoch in range(5, 5 + period):
        set_epoch(chain, epoch)
        refused(chain, "RevealTooEarly", "reveal_weights", NETUID, *OPENED, by=V1)
        chain.fails("RevealTooEarly", PALLET, "reveal_weights", NETUID, *OPENED, by=V1)
    set_epoch(chain, 6 + period)
    refused(chain, "ExpiredWeightCommit", "reveal_weights", NETUID, *OPENED, by=V1)
    chain.fails("RevealTooEarly", PALLET, "reveal_weights", NETUID, *OPENED, by=V1)
    set_epoch(chain, 5 + period)
    chain.block(2)
    reveal(chain)
    assert row(chain, 0) == [[3, 32768], [4, 65535]]
    assert not weight_commits.exists(chain.ctx, NETUID, account(V1))
    assert told(chain, "WeightsSet", "WeightsRevealed") == [
        ("WeightsSet", (NETUID, 0)),
        ("WeightsRevealed", (account(V1), NETUID, hash_of())),
    ]
    assert columns.last_update_of(chain.ctx, NETUID, 0) == 1  # the block of the commit, not of the reveal


def test_an_epoch_that_is_due_in_this_block_counts_already(chain):
    """A deferred epoch: the schedule says due, the index still shows the epoch before."""
    commit(chain)
    hyper.tempo.set(chain.ctx, NETUID, 360)
    emission.last_epoch_block.set(chain.ctx, NETUID, 0)
    chain.ctx.block_number = 359
    assert commits.current_epoch(chain.ctx, NETUID) == 5
    refused(chain, "RevealTooEarly", "reveal_weights", NETUID, *OPENED, by=V1)
    chain.ctx.block_number = 360
    assert commits.current_epoch(chain.ctx, NETUID) == 6
    reveal(chain)
    commit(chain)
    assert commits.queue(chain.ctx, NETUID, account(V1))[0].epoch == 6


def test_each_check_of_a_commit_in_its_order(chain):
    ctx = chain.ctx
    hyper.commit_reveal_weights_enabled.set(ctx, NETUID, False)
    hyper.weights_set_rate_limit.set(ctx, NETUID, 100)
    assert isinstance(chain.dispatch(PALLET, "commit_weights", NETUID, bytes(32)), BadOrigin)
    refused(chain, "MechanismDoesNotExist", "commit_weights", 9, bytes(32), by="//Stranger")
    refused(chain, "MechanismDoesNotExist", "commit_mechanism_weights", NETUID, 2, bytes(32), by="//Stranger")
    refused(chain, "CommitRevealDisabled", "commit_weights", NETUID, bytes(32), by="//Stranger")
    hyper.commit_reveal_weights_enabled.set(ctx, NETUID, True)
    refused(chain, "HotKeyNotRegisteredInSubNet", "commit_weights", NETUID, bytes(32), by="//Stranger")
    refused(chain, "CommittingWeightsTooFast", "commit_weights", NETUID, bytes(32), by=V1)
    chain.fails("CommittingWeightsTooFast", PALLET, "commit_weights", NETUID, bytes(32), by=V1)
    hyper.weights_set_rate_limit.set(ctx, NETUID, 0)
    for number in range(10):
        commit(chain, salt=(number,))
    chain.fails("TooManyUnrevealedCommits", PALLET, "commit_weights", NETUID, bytes(32), by=V1)
    commit(chain, by=V2)
    set_epoch(chain, 7)
    commit(chain, salt=(10,))
    assert queued(chain) == [hash_of(salt=(10,))]


def test_a_commit_needs_no_permit_but_its_reveal_does(chain):
    chain.ok(PALLET, "commit_weights", NETUID, hash_of(by=PLAIN), by=PLAIN)
    set_epoch(chain, 6)
    chain.fails("NeuronNoValidatorPermit", PALLET, "reveal_weights", NETUID, *OPENED, by=PLAIN)
    assert len(queued(chain, PLAIN)) == 1


def test_a_reveal_needs_a_matching_commit(chain):
    refused(chain, "NoWeightsCommitFound", "reveal_weights", NETUID, *OPENED, by=V1)
    chain.fails("NoWeightsCommitFound", PALLET, "reveal_weights", NETUID, *OPENED, by=V1)
    commit(chain)
    set_epoch(chain, 6)
    for wrong in (
        ((4, 3), *OPENED[1:]),
        (UIDS, (1, 3), SALT, 0),
        (UIDS, VALUES, SALT[:2], 0),
        (*OPENED[:3], 1),
    ):
        refused(chain, "InvalidRevealCommitHashNotMatch", "reveal_weights", NETUID, *wrong, by=V1)
        chain.fails("NoWeightsCommitFound", PALLET, "reveal_weights", NETUID, *wrong, by=V1)
    refused(chain, "NoWeightsCommitFound", "reveal_weights", NETUID, *OPENED, by=V2)
    refused(chain, "NoWeightsCommitFound", "reveal_mechanism_weights", NETUID, 1, *OPENED, by=V1)
    chain.fails("NoWeightsCommitFound", PALLET, "reveal_mechanism_weights", NETUID, 255, *OPENED, by=V1)
    hyper.commit_reveal_weights_enabled.set(chain.ctx, NETUID, False)
    refused(chain, "CommitRevealDisabled", "reveal_weights", NETUID, *OPENED, by=V1)


def test_of_void_commits_an_unknown_hash_finds_nothing(chain):
    commit(chain)
    set_epoch(chain, 7)
    refused(chain, "NoWeightsCommitFound", "reveal_weights", NETUID, UIDS, VALUES, (1,), 0, by=V1)
    refused(chain, "ExpiredWeightCommit", "reveal_weights", NETUID, *OPENED, by=V1)


def test_a_reveal_discards_older_commits_and_keeps_newer_ones(chain):
    for number in range(4):
        commit(chain, salt=(number,))
    set_epoch(chain, 6)
    reveal(chain, salt=(2,))
    assert queued(chain) == [hash_of(salt=(3,))]
    refused(chain, "InvalidRevealCommitHashNotMatch", "reveal_weights", NETUID, UIDS, VALUES, (1,), 0, by=V1)


def test_a_row_is_checked_when_it_is_revealed(chain):
    commit(chain, uids=(3, 3))
    commit(chain, uids=(3, 9))
    commit(chain)
    set_epoch(chain, 6)
    chain.fails("DuplicateUids", PALLET, "reveal_weights", NETUID, (3, 3), VALUES, SALT, 0, by=V1)
    chain.fails("UidVecContainInvalidOne", PALLET, "reveal_weights", NETUID, (3, 9), VALUES, SALT, 0, by=V1)
    hyper.weights_version_key.set(chain.ctx, NETUID, 1)
    chain.fails("IncorrectWeightVersionKey", PALLET, "reveal_weights", NETUID, *OPENED, by=V1)
    assert len(queued(chain)) == 3
    hyper.weights_version_key.set(chain.ctx, NETUID, 0)
    hyper.weights_set_rate_limit.set(chain.ctx, NETUID, 10**6)  # does not apply to reveals
    reveal(chain)


def test_mechanisms_have_queues_and_hashes_of_their_own(chain):
    chain.ok(PALLET, "commit_mechanism_weights", NETUID, 1, hash_of(index=SECOND), by=V1)
    assert told(chain, "WeightsCommitted") == [
        ("WeightsCommitted", (account(V1), SECOND, hash_of(index=SECOND)))
    ]
    assert queued(chain) == []
    set_epoch(chain, 6)
    chain.ok(PALLET, "reveal_mechanism_weights", NETUID, 1, *OPENED, by=V1)
    assert row(chain, 0, SECOND) == [[3, 32768], [4, 65535]]
    assert row(chain, 0) == []
    chain.ok(PALLET, "commit_mechanism_weights", NETUID, 0, hash_of(), by=V1)
    set_epoch(chain, 7)
    chain.ok(PALLET, "reveal_mechanism_weights", NETUID, 0, *OPENED, by=V1)
    assert row(chain, 0) == [[3, 32768], [4, 65535]]


def batch(*salts, uids=UIDS):
    return ((uids,) * len(salts), (VALUES,) * len(salts), salts, (0,) * len(salts))


def test_a_batch_reveals_exactly_what_it_names(chain):
    for number in range(4):
        commit(chain, salt=(number,))
    set_epoch(chain, 6)
    chain.ok(PALLET, "batch_reveal_weights", NETUID, *batch((2,), (1,)), by=V1)
    assert queued(chain) == [hash_of(salt=(0,)), hash_of(salt=(3,))]
    assert told(chain, "WeightsSet", "WeightsBatchRevealed") == [
        ("WeightsSet", (NETUID, 0)),
        ("WeightsSet", (NETUID, 0)),
        ("WeightsBatchRevealed", (account(V1), NETUID, (hash_of(salt=(2,)), hash_of(salt=(1,))))),
    ]


def test_of_equal_commits_a_batch_takes_one(chain):
    for _ in range(2):
        commit(chain)
    set_epoch(chain, 6)
    chain.ok(PALLET, "batch_reveal_weights", NETUID, *batch(SALT), by=V1)
    assert queued(chain) == [hash_of()]


def test_a_batch_reveal_is_all_or_nothing(chain):
    commit(chain, salt=(0,))
    set_epoch(chain, 6)
    commit(chain, salt=(1,))
    name = "batch_reveal_weights"
    refused(chain, "RevealTooEarly", name, NETUID, *batch((0,), (1,)), by=V1)
    refused(chain, "InvalidRevealCommitHashNotMatch", name, NETUID, *batch((0,), (2,)), by=V1)
    set_epoch(chain, 7)
    refused(chain, "ExpiredWeightCommit", name, NETUID, *batch((1,), (0,)), by=V1)
    refused(chain, "NoWeightsCommitFound", name, NETUID, *batch((1,)), by=V2)
    chain.fails("InputLengthsUnequal", PALLET, name, NETUID, (UIDS,), (VALUES,), (SALT,), (), by=V1)
    refused(chain, "InputLengthsUnequal", name, NETUID, (UIDS,), (VALUES,), (), (0,), by=V1)
    hyper.weights_version_key.set(chain.ctx, NETUID, 1)
    refused(chain, "IncorrectWeightVersionKey", name, NETUID, *batch((1,)), by=V1)
    hyper.weights_version_key.set(chain.ctx, NETUID, 0)
    hyper.commit_reveal_weights_enabled.set(chain.ctx, NETUID, False)
    refused(chain, "CommitRevealDisabled", name, NETUID, *batch((1,)), by=V1)
    hyper.commit_reveal_weights_enabled.set(chain.ctx, NETUID, True)
    chain.ok(PALLET, name, NETUID, *batch((1,)), by=V1)
    assert queued(chain) == []


def test_a_batch_of_commits_runs_its_items_one_by_one(chain):
    add(chain.ctx, 3, hidden=True)
    add(chain.ctx, 4)
    hashes = (b"a" * 32, b"b" * 32, b"c" * 32)
    chain.ok(PALLET, "batch_commit_weights", (4, 3, NETUID), hashes, by=V1)
    assert queued(chain, index=3) == [hashes[1]]
    assert queued(chain) == [hashes[2]]
    names = ("WeightsCommitted", "BatchCompletedWithErrors", "BatchWeightItemFailed", "BatchWeightsCompleted")
    events = told(chain, *names)
    assert [name for name, _ in events] == [names[1], names[2], names[0], names[0], names[3]]
    assert events[1][1][0] == 4
    assert events[-1][1] == ((4, 3, NETUID), account(V1))
    chain.fails("InputLengthsUnequal", PALLET, "batch_commit_weights", (3,), (), by=V1)
    refused(chain, "InputLengthsUnequal", "batch_commit_weights", (), (bytes(32),), by=V1)


def test_a_void_commit_behind_an_open_one_stays_queued(chain):
    """A shorter reveal period may void a later commit first; only the head is looked at."""
    older, newer = commits.Commit(b"a" * 32, 6, 1), commits.Commit(b"b" * 32, 4, 2)
    set_epoch(chain, 7)
    assert commits.drop_expired(chain.ctx, NETUID, [older, newer]) == ([], [older, newer])
    assert commits.drop_expired(chain.ctx, NETUID, [newer, older]) == ([newer], [older])
    assert commits.drop_expired(chain.ctx, NETUID, [newer]) == ([newer], [])
