"""Time rules and permits at their boundaries."""

import numpy as np

from meritnet.runtime.pallets.consensus_yuma import masks


def test_the_last_block_of_the_cutoff_is_still_active_and_unlisted_uids_never_are():
    last_update = masks.padded_blocks([100, 99, 101], 5)
    assert last_update.tolist() == [100, 99, 101, 0, 0]
    assert masks.active_uids(last_update, 3, 50, 150).tolist() == [True, False, True, False, False]
    assert masks.active_uids(last_update, 3, 5000, 150).tolist() == [True, True, True, False, False]


def test_extra_last_updates_are_ignored():
    assert masks.padded_blocks([1, 2, 3], 2).tolist() == [1, 2]


def test_ties_keep_the_higher_uid_and_the_owner_comes_on_top():
    stake = np.array([5, 5, 5, 0, 9], np.uint64)
    assert masks.top_validators(stake, 2, None).tolist() == [False, False, True, False, True]
    assert masks.top_validators(stake, 2, 3).tolist() == [False, False, True, True, True]
    assert masks.top_validators(stake, 64, None).tolist() == [True, True, True, False, True]
    assert masks.top_validators(stake, 0, 9).tolist() == [False] * 5


def test_bonds_are_void_from_the_block_after_the_last_epoch_or_a_tempo_ago():
    assert masks.last_tempo_block(1000, 640, 360) == 641
    assert masks.last_tempo_block(1000, 0, 360) == 640
    assert masks.last_tempo_block(100, 0, 360) == 0


def test_a_uid_without_open_commits_is_never_masked():
    assert masks.commit_blocks([None, 7]).tolist() == [2**64 - 1, 7]


def test_the_default_factor_gives_5000_blocks_and_no_tempo_still_one():
    assert masks.activity_cutoff_blocks(13_889, 360) == 5000
    assert masks.activity_cutoff_blocks(13_889, 0) == 1
