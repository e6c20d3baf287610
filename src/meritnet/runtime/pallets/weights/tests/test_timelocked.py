"""Timelocked commits: who may make one, when the chain opens it, and what becomes of those that do not open."""

from typing import Any

import pytest

from meritnet.codec import U16, U64, Case, InvalidValue, Vec
from meritnet.crypto.timelock_weights import encode_row
from meritnet.primitives.hashing import blake2_256
from meritnet.runtime.contents import custom_validity_code
from meritnet.runtime.pallets.consensus_yuma import columns
from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.consensus_yuma.mechanisms_state import set_count
from meritnet.runtime.pallets.drand import books
from meritnet.runtime.pallets.drand import storage as drand
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import uids
from meritnet.runtime.pallets.subtensor.errors import InvalidRevealRound, NeuronNoValidatorPermit
from meritnet.runtime.pallets.weights import commits, storage, timelocked
from meritnet.testing.beacon import MadeBeacon
from meritnet.testing.chain import TestChain, account

from . import subnet
from .subnet import MINER_A, NETUID, PLAIN, SECOND, V1, V2, refused, row, set_epoch, told

CALL = ("SubtensorModule", "commit_timelocked_weights")
MECHANISM_CALL = ("SubtensorModule", "commit_timelocked_mechanism_weights")
CRV3_CALL = ("SubtensorModule", "commit_crv3_mechanism_weights")
BEACON = MadeBeacon()
ROUND = 100
EPOCH = 5
OUTCOMES = ("WeightsSet", "TimelockedWeightsRevealed", "TimelockedWeightsDropped")
TARGET = [[3, 65_535]]
"""Uid 3 alone, as the row is stored."""


@pytest.fixture
def chain() -> TestChain:
    made = subnet.build(hidden=True, mechanisms=2)
    BEACON.follow(made.ctx)
    set_epoch(made, EPOCH)
    return made


def sealed(by: str, uid: int = 3, round_: int = ROUND, beacon: MadeBeacon = BEACON) -> bytes:
    return beacon.lock(encode_row(account(by), (uid,), (7,), 0), round_)


def put(chain: TestChain, by: str, ciphertext: bytes, round_: int = ROUND) -> None:
    chain.ok(*CALL, NETUID, ciphertext, round_, 4, by=by)


def waiting(chain: TestChain, epoch: int = EPOCH, index: int = NETUID) -> int:
    return len(storage.timelocked_weight_commits.get(chain.ctx, index, epoch))


def outcome(chain: TestChain) -> list[tuple[str, tuple[Any, ...]]]:
    return told(chain, *OUTCOMES)


def reason(chain: TestChain) -> Case:
    [(name, args)] = outcome(chain)
    assert name == "TimelockedWeightsDropped"
    found: Case = args[4]
    return found


# --- commits ---------------------------------------------------------------------------------------


def test_a_commit_is_kept_under_its_epoch_and_counts_as_an_update(chain: TestChain) -> None:
    chain.block(6)
    ciphertext = sealed(V1)
    put(chain, V1, ciphertext)
    now = chain.ctx.block_number
    kept = storage.timelocked_weight_commits.get(chain.ctx, NETUID, EPOCH)
    assert kept == ((account(V1), now, ciphertext, ROUND),)
    assert told(chain, "TimelockedWeightsCommitted") == [
        ("TimelockedWeightsCommitted", (account(V1), NETUID, blake2_256(ciphertext), ROUND))
    ]
    assert columns.last_update_of(chain.ctx, NETUID, 0) == now
    assert columns.last_update_of(chain.ctx, SECOND, 0) == 1  # its registration


def test_the_three_calls_name_mechanism_and_version(chain: TestChain) -> None:
    put(chain, V1, sealed(V1))
    chain.ok(*MECHANISM_CALL, NETUID, 1, sealed(V1), ROUND, 4, by=V1)
    chain.ok(*CRV3_CALL, NETUID, 1, sealed(V2), ROUND, by=V2)
    assert (waiting(chain), waiting(chain, index=SECOND)) == (1, 2)


def test_each_check_has_its_error_in_this_order(chain: TestChain) -> None:
    ctx, name = chain.ctx, "commit_timelocked_mechanism_weights"
    for netuid, mechanism in ((99, 0), (NETUID, 2)):
        refused(chain, "MechanismDoesNotExist", name, netuid, mechanism, b"x", ROUND, 9, by="//Nobody")
    hyper.commit_reveal_weights_enabled.set(ctx, NETUID, False)
    refused(chain, "CommitRevealDisabled", name, NETUID, 0, b"x", ROUND, 9, by="//Nobody")
    hyper.commit_reveal_weights_enabled.set(ctx, NETUID, True)
    for version in (0, 3, 5):
        refused(chain, "IncorrectCommitRevealVersion", name, NETUID, 0, b"x", ROUND, version, by="//Nobody")
    refused(chain, "HotKeyNotRegisteredInSubNet", name, NETUID, 0, b"x", ROUND, 4, by="//Nobody")
    for _ in range(10):
        put(chain, V1, b"x")
    hyper.weights_set_rate_limit.set(ctx, NETUID, 100)
    refused(chain, "CommittingWeightsTooFast", name, NETUID, 0, b"x", ROUND, 4, by=V1)
    hyper.weights_set_rate_limit.set(ctx, NETUID, 0)
    refused(chain, "TooManyUnrevealedCommits", name, NETUID, 0, b"x", ROUND, 4, by=V1)
    # The bound is one hotkey's, in one epoch, in one mechanism.
    put(chain, V2, b"x")
    chain.ok(*MECHANISM_CALL, NETUID, 1, b"x", ROUND, 4, by=V1)
    set_epoch(chain, EPOCH + 1)
    put(chain, V1, b"x")


def test_a_commit_of_5001_bytes_cannot_be_encoded(chain: TestChain) -> None:
    put(chain, V1, bytes(5_000))
    with pytest.raises(InvalidValue, match="at most 5000"):
        put(chain, V1, bytes(5_001))


def test_the_guard_asks_for_stake_and_a_round_to_come(chain: TestChain) -> None:
    BEACON.publish(chain, ROUND)
    for call, args in ((CALL, (NETUID,)), (MECHANISM_CALL, (NETUID, 0))):
        chain.fails("InvalidRevealRound", *call, *args, b"x", ROUND - 1, 4, by=V1)
        chain.ok(*call, *args, b"x", ROUND, 4, by=V1)  # Quirk: the newest round itself is allowed
    chain.fails("InvalidRevealRound", *CRV3_CALL, NETUID, 0, b"x", ROUND - 1, by=V1)
    hyper.stake_threshold.set(chain.ctx, 10**18)
    chain.fails("NotEnoughStakeToSetWeights", *CALL, NETUID, b"x", 1, 4, by=V1)
    assert custom_validity_code(InvalidRevealRound()) == 15


# --- opening ---------------------------------------------------------------------------------------


def test_the_chain_opens_it_one_period_later_when_the_round_is_out(chain: TestChain) -> None:
    put(chain, V1, sealed(V1))
    committed = columns.last_update_of(chain.ctx, NETUID, 0)
    BEACON.publish(chain, ROUND)
    chain.block()
    assert waiting(chain) == 1  # its epoch of reveal has not come
    set_epoch(chain, EPOCH + 1)
    chain.block()
    assert outcome(chain) == [
        ("WeightsSet", (NETUID, 0)),
        ("TimelockedWeightsRevealed", (NETUID, account(V1))),
    ]
    assert row(chain, 0) == TARGET
    assert waiting(chain) == 0
    assert columns.last_update_of(chain.ctx, NETUID, 0) == committed  # the update was the commit


def test_it_waits_for_a_late_round_block_by_block_without_writing(chain: TestChain) -> None:
    put(chain, V1, sealed(V1))
    set_epoch(chain, EPOCH + 1)
    for _ in range(3):
        chain.block()
        assert waiting(chain) == 1
        touched = [
            key for key in chain.ctx.changes() if key.startswith(storage.timelocked_weight_commits.prefix)
        ]
        assert touched == []
    BEACON.publish(chain, ROUND)
    assert row(chain, 0) == []
    chain.block()
    assert row(chain, 0) == TARGET


def test_what_can_be_opened_does_not_wait_for_the_rest(chain: TestChain) -> None:
    put(chain, V1, sealed(V1, round_=ROUND + 50), ROUND + 50)
    put(chain, V2, sealed(V2))
    set_epoch(chain, EPOCH + 1)
    BEACON.publish(chain, ROUND)
    chain.block()
    assert (row(chain, 0), row(chain, 1)) == ([], TARGET)
    [left] = storage.timelocked_weight_commits.get(chain.ctx, NETUID, EPOCH)
    assert left[0] == account(V1)


def test_of_several_commits_in_an_epoch_the_last_one_stays(chain: TestChain) -> None:
    put(chain, V1, sealed(V1, uid=4))
    put(chain, V1, sealed(V1, uid=3))
    set_epoch(chain, EPOCH + 1)
    BEACON.publish(chain, ROUND)
    chain.block()
    assert [name for name, _ in outcome(chain)] == ["WeightsSet", "TimelockedWeightsRevealed"] * 2
    assert row(chain, 0) == TARGET


def test_every_mechanism_is_opened(chain: TestChain) -> None:
    chain.ok(*MECHANISM_CALL, NETUID, 1, sealed(V1), ROUND, 4, by=V1)
    set_epoch(chain, EPOCH + 1)
    BEACON.publish(chain, ROUND)
    chain.block()
    assert (row(chain, 0), row(chain, 0, SECOND)) == ([], TARGET)
    assert ("TimelockedWeightsRevealed", (SECOND, account(V1))) in outcome(chain)


def test_a_longer_period_opens_later(chain: TestChain) -> None:
    hyper.reveal_period_epochs.set(chain.ctx, NETUID, 3)
    put(chain, V1, sealed(V1))
    BEACON.publish(chain, ROUND)
    for epoch in (EPOCH + 1, EPOCH + 2):
        set_epoch(chain, epoch)
        chain.block()
        assert outcome(chain) == []
    set_epoch(chain, EPOCH + 3)
    chain.block()
    assert row(chain, 0) == TARGET


def test_an_epoch_that_is_due_in_the_block_counts_as_begun(chain: TestChain) -> None:
    put(chain, V1, sealed(V1))
    BEACON.publish(chain, ROUND)
    emission.last_epoch_block.set(chain.ctx, NETUID, chain.ctx.block_number)
    hyper.tempo.set(chain.ctx, NETUID, 2)
    chain.block()
    assert row(chain, 0) == []
    chain.block()  # its epoch runs in this block, and weights are opened before it
    assert row(chain, 0) == TARGET
    assert emission.subnet_epoch_index.get(chain.ctx, NETUID) == EPOCH + 1


def test_a_subnet_whose_epoch_must_wait_opens_with_it(chain: TestChain) -> None:
    put(chain, V1, sealed(V1))
    BEACON.publish(chain, ROUND)
    subnet.add(chain.ctx, NETUID - 1, hidden=True)
    hyper.max_epochs_per_block.set(chain.ctx, 1)
    for netuid in (NETUID - 1, NETUID):
        hyper.tempo.set(chain.ctx, netuid, 5)
        emission.last_epoch_block.set(chain.ctx, netuid, 0)
        emission.pending_epoch_at.set(chain.ctx, netuid, 1)
    chain.block()
    assert [record.args[0] for record in chain.events("EpochDeferred")] == [NETUID]
    assert row(chain, 0) == []
    chain.block()
    assert row(chain, 0) == TARGET


def test_the_older_form_without_hotkey_is_taken(chain: TestChain) -> None:
    # Quirk: whoever commits it is its maker, also of a copy.
    legacy = Vec(U16).encode((3,)) + Vec(U16).encode((7,)) + U64.encode(0)
    put(chain, V2, BEACON.lock(legacy, ROUND))
    set_epoch(chain, EPOCH + 1)
    BEACON.publish(chain, ROUND)
    chain.block()
    assert row(chain, 1) == TARGET


def test_a_round_of_the_local_beacon_hides_nothing_of_the_public_one(chain: TestChain) -> None:
    local = MadeBeacon("local")
    local.follow_as_local(chain.ctx)
    local.publish(chain, ROUND, book=books.LOCAL)
    chain.ok(*MECHANISM_CALL, NETUID, 0, b"x", ROUND - 1, 4, by=V1)
    BEACON.publish(chain, ROUND)
    chain.fails("InvalidRevealRound", *MECHANISM_CALL, NETUID, 0, b"x", ROUND - 1, 4, by=V2)


def test_a_local_beacons_commit_is_opened_on_a_development_chain(chain: TestChain) -> None:
    local = MadeBeacon("local")
    local.follow_as_local(chain.ctx)
    put(chain, V1, sealed(V1, beacon=local))
    put(chain, V2, sealed(V2))
    set_epoch(chain, EPOCH + 1)
    local.publish(chain, ROUND, book=books.LOCAL)
    chain.block()
    assert (row(chain, 0), row(chain, 1), waiting(chain)) == (TARGET, [], 1)
    BEACON.publish(chain, ROUND)
    chain.block()
    assert (row(chain, 1), waiting(chain)) == (TARGET, 0)


# --- dropped ---------------------------------------------------------------------------------------


def drop(chain: TestChain, by: str, ciphertext: bytes) -> Case:
    """Commit, let the round come out in the epoch of reveal, and return why it was dropped."""
    put(chain, by, ciphertext)
    set_epoch(chain, EPOCH + 1)
    BEACON.publish(chain, ROUND)
    chain.block()
    assert waiting(chain) == 0
    return reason(chain)


def test_without_its_round_a_commit_expires_with_its_epoch(chain: TestChain) -> None:
    block = chain.ctx.block_number
    put(chain, V1, sealed(V1))
    set_epoch(chain, EPOCH + 2)
    chain.block()
    assert outcome(chain) == [
        ("TimelockedWeightsDropped", (NETUID, account(V1), block, ROUND, Case("Expired")))
    ]
    assert waiting(chain) == 0


def test_bytes_that_are_no_ciphertext(chain: TestChain) -> None:
    assert drop(chain, V1, b"none") == Case("Ciphertext")


def test_a_ciphertext_of_another_round_or_beacon(chain: TestChain) -> None:
    assert drop(chain, V1, sealed(V1, round_=ROUND + 1)) == Case("Decrypt")


def test_a_stored_round_that_is_no_signature(chain: TestChain) -> None:
    put(chain, V1, sealed(V1))
    set_epoch(chain, EPOCH + 1)
    BEACON.publish(chain, ROUND)
    drand.pulses.set(chain.ctx, ROUND, BEACON.pulse(ROUND)._replace(signature=b""))
    chain.block()
    assert reason(chain) == Case("Signature")


def test_content_that_is_no_row(chain: TestChain) -> None:
    assert drop(chain, V1, BEACON.lock(b"\xff", ROUND)) == Case("Payload")


def test_a_copy_of_anothers_commit_sets_nothing(chain: TestChain) -> None:
    assert drop(chain, V2, sealed(V1)) == Case("Hotkey")
    assert row(chain, 1) == []


def test_a_row_that_is_refused_names_the_error_and_changes_nothing(chain: TestChain) -> None:
    found = drop(chain, PLAIN, sealed(PLAIN))
    assert found == Case("Rejected", (chain.ctx.chain.error_case(NeuronNoValidatorPermit()),))
    assert row(chain, 2) == []


def test_who_has_the_uid_later_inherits_nothing(chain: TestChain) -> None:
    put(chain, V1, sealed(V1))
    uids.replace(chain.ctx, NETUID, 0, account("//Newcomer"))
    set_epoch(chain, EPOCH + 1)
    BEACON.publish(chain, ROUND)
    chain.block()
    assert reason(chain).name == "Rejected"
    assert row(chain, 0) == []


def test_commits_of_a_mechanism_that_goes_are_gone(chain: TestChain) -> None:
    chain.ok(*MECHANISM_CALL, NETUID, 1, sealed(V1), ROUND, 4, by=V1)
    hyper.max_allowed_uids.set(chain.ctx, NETUID, 16)
    set_count(chain.ctx, NETUID, 1)
    assert waiting(chain, index=SECOND) == 0


# --- what an epoch sees of open commits ------------------------------------------------------------


def test_open_commits_of_both_kinds_count_for_the_mask_of_the_epoch(chain: TestChain) -> None:
    chain.block(2)
    first = chain.ctx.block_number
    put(chain, V1, sealed(V1))
    chain.block()
    second = chain.ctx.block_number
    chain.ok("SubtensorModule", "commit_weights", NETUID, bytes(32), by=V1)
    chain.ok("SubtensorModule", "commit_weights", NETUID, bytes(32), by=V2)
    put(chain, V2, sealed(V2))
    found = commits.earliest_open(chain.ctx, NETUID, NETUID)
    assert found == {account(V1): first, account(V2): second}
    set_epoch(chain, EPOCH + 1)
    assert commits.earliest_open(chain.ctx, NETUID, NETUID) == found
    set_epoch(chain, EPOCH + 2)
    assert commits.earliest_open(chain.ctx, NETUID, NETUID) == {}
    assert account(MINER_A) not in found


def test_a_block_without_commits_looks_at_nothing_but_the_map(
    chain: TestChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timelocked, "deferred", lambda *_: pytest.fail("looked at the schedule"))
    chain.block(2)


def test_the_weights_of_a_miner_open_as_rows_do(chain: TestChain) -> None:
    # A lone self weight needs no permit, timelocked or not.
    consensus.validator_permit.set(chain.ctx, NETUID, bytes(5))
    put(chain, V1, sealed(V1, uid=0))
    set_epoch(chain, EPOCH + 1)
    BEACON.publish(chain, ROUND)
    chain.block()
    assert row(chain, 0) == [[0, 65_535]]
