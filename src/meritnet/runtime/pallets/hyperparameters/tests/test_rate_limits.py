"""Waits: both tests, both maps, and the bytes of their keys."""

import pytest

from meritnet.runtime.pallets.hyperparameters import rate_limits, storage, types
from meritnet.testing.chain import TestChain, account


@pytest.mark.parametrize(
    ("now", "last", "limit", "loose", "strict"),
    [
        (5, 0, 100, True, True),
        (100, 1, 99, True, False),
        (100, 1, 98, True, True),
        (100, 2, 99, False, False),
        (100, 99, 0, True, True),
        (100, 100, 0, True, True),
        (99, 100, 1, False, False),
    ],
)
def test_whether_a_wait_is_over(now: int, last: int, limit: int, loose: bool, strict: bool) -> None:
    assert rate_limits.is_over(now, last, limit) is loose
    assert rate_limits.is_over_strictly(now, last, limit) is strict


def test_keys_encode_as_the_tables_say() -> None:
    hotkey = account("//Alice")
    encode = types.RATE_LIMIT_KEY.encode
    assert encode(rate_limits.owner_hotkey_key(2)) == bytes([0, 2, 0])
    assert encode(rate_limits.hyperparameter_key(2, "TriggerEpoch")) == bytes([1, 2, 0, 31])
    assert encode(rate_limits.NETWORK_LAST_REGISTERED) == bytes([2])
    assert encode(rate_limits.delegate_take_key(hotkey)) == bytes([5]) + hotkey
    assert encode(rate_limits.add_stake_burn_key(0x0102)) == bytes([6, 2, 1])


def test_kinds_are_the_numbers_of_the_rows() -> None:
    names = (
        "SET_CHILDREN SET_CHILDKEY_TAKE UNKNOWN REGISTER_NETWORK WEIGHTS_VERSION_KEY OWNER_HOTKEY "
        "OWNER_HYPERPARAMETER MECHANISM_COUNT MECHANISM_EMISSION MAX_UIDS_TRIMMING ADD_STAKE_BURN TEMPO"
    )
    assert [kind.name for kind in rate_limits.Kind] == names.split()
    assert [int(kind) for kind in rate_limits.Kind] == list(range(12))


def test_records_stand_under_their_keys() -> None:
    chain = TestChain()
    ctx, alice = chain.ctx, account("//Alice")
    ctx.block_number = 50
    key = rate_limits.owner_hotkey_key(2)
    assert rate_limits.passed(ctx, key, 10)
    rate_limits.record(ctx, key)
    rate_limits.record_for(ctx, alice, 2, rate_limits.Kind.TEMPO)
    assert storage.last_rate_limited_block.get(ctx, key) == 50
    assert storage.transaction_key_last_block.get(ctx, alice, 2, 11) == 50
    ctx.block_number = 59
    assert not rate_limits.passed(ctx, key, 10)
    assert not rate_limits.passed_for(ctx, alice, 2, rate_limits.Kind.TEMPO, 10)
    assert rate_limits.passed_for(ctx, alice, 3, rate_limits.Kind.TEMPO, 10)
    assert rate_limits.passed_for(ctx, alice, 2, rate_limits.Kind.MECHANISM_COUNT, 10)
    ctx.block_number = 60
    assert rate_limits.passed(ctx, key, 10)
    assert rate_limits.passed_for(ctx, alice, 2, rate_limits.Kind.TEMPO, 10)
