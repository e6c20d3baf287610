"""Rounds, moments and hashes of beacons."""

import pytest

from meritnet.crypto import beacon, bls
from meritnet.crypto.beacon import QUICKNET
from meritnet.testing.vectors import load

RECORDED = next(item for item in load("consensus/50_units")["items"] if item["kind"] == "timelock_ciphertext")


def test_the_public_beacon_has_its_well_known_hash() -> None:
    # The hash by which every client asks for it.
    assert QUICKNET.chain_hash().hex() == "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"


def test_the_name_default_is_left_out_of_the_hash() -> None:
    unnamed, default = (QUICKNET._replace(beacon_id=name) for name in ("", "default"))
    assert unnamed.chain_hash() == default.chain_hash() != QUICKNET.chain_hash()


@pytest.mark.parametrize(
    "moment_ms, round_",
    [
        (0, 0),
        (1_692_803_366_999, 0),
        (1_692_803_367_000, 1),
        (1_692_803_369_999, 1),
        (1_692_803_370_000, 2),
        (1_692_803_367_000 + 999 * 3_000, 1_000),
    ],
)
def test_the_newest_round_at_a_moment(moment_ms: int, round_: int) -> None:
    assert QUICKNET.round_at(moment_ms) == round_


def test_a_round_comes_out_at_its_moment() -> None:
    for round_ in (1, 2, 1_000, 10_000_000):
        moment = QUICKNET.moment_ms(round_)
        assert QUICKNET.round_at(moment) == round_
        assert QUICKNET.round_at(moment - 1) == round_ - 1


def test_a_signature_is_that_of_one_round() -> None:
    signature = bytes.fromhex(RECORDED["drand_signature"])
    assert beacon.is_signature_of(QUICKNET.public_key, 1_000, signature)
    assert not beacon.is_signature_of(QUICKNET.public_key, 1_001, signature)
    with pytest.raises(bls.InvalidPoint):
        beacon.is_signature_of(QUICKNET.public_key, 1_000, b"")


def test_randomness_is_the_hash_of_the_signature() -> None:
    # Published by the beacon for round 1000.
    assert beacon.randomness_of(bytes.fromhex(RECORDED["drand_signature"])).hex() == (
        "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
    )
