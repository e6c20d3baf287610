"""Guards: what is refused before dispatch, in which order, for nested calls too, and what it weighs."""

import pytest

from meritnet.codec import Case
from meritnet.runtime.framework.dispatch import dispatch_info
from meritnet.runtime.framework.errors import ModuleError
from meritnet.runtime.framework.weights import Weight
from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.consensus_yuma.commit_hash import commit_hash
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.hyperparameters.rate_limits import NETWORK_LAST_REGISTERED
from meritnet.runtime.pallets.registration import hotkeys, uids
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.subnets import storage as subnets
from meritnet.runtime.pallets.subtensor import guards
from meritnet.runtime.pallets.weights import storage as weights
from meritnet.testing.chain import TestChain, account
from meritnet.testing.vectors import load

PALLET = "SubtensorModule"
HOT, COLD = account("//Hot"), account("//Cold")
NETUID = 1
RECORDED = load("economics/table_weights")["weights"][PALLET]


@pytest.fixture
def chain() -> TestChain:
    chain = TestChain()
    hotkeys.associate(chain.ctx, COLD, HOT)
    uids.append(chain.ctx, NETUID, HOT)
    chain.ctx.block_number = 1_000
    return chain


def check(chain: TestChain, name: str, *args: object, by: bytes = HOT) -> str | None:
    """Run all guards on a call; return the error's name."""
    call = chain.call(PALLET, name, *args)
    definition, decoded = chain.ctx.chain.find_call(call)
    try:
        for guard in guards.GUARDS:
            guard(chain.ctx, by, definition, decoded)
    except ModuleError as error:
        return error.name
    return None


def set_last_update(chain: TestChain, index: int, block: int) -> None:
    """Make `block` the last update of every uid in a mechanism."""
    n = uids.count(chain.ctx, NETUID)
    consensus.last_update.set(chain.ctx, index, block.to_bytes(8, "little") * n)


# --- weights ---------------------------------------------------------------------------------------


def test_all_weight_calls_need_stake(chain: TestChain) -> None:
    hyper.stake_threshold.set(chain.ctx, 1)
    for name, args in (
        ("set_weights", (NETUID, (0,), (1,), 0)),
        ("set_mechanism_weights", (NETUID, 0, (0,), (1,), 0)),
        ("commit_weights", (NETUID, bytes(32))),
        ("commit_mechanism_weights", (NETUID, 0, bytes(32))),
        ("reveal_weights", (NETUID, (0,), (1,), (), 0)),
        ("reveal_mechanism_weights", (NETUID, 0, (0,), (1,), (), 0)),
        ("batch_set_weights", ((NETUID,), (((0, 1),),), (0,))),
        ("batch_commit_weights", ((NETUID,), (bytes(32),))),
        ("batch_reveal_weights", (NETUID, ((0,),), ((1,),), ((),), (0,))),
    ):
        assert check(chain, name, *args) == "NotEnoughStakeToSetWeights", name


def test_lengths_of_batches_come_before_stake(chain: TestChain) -> None:
    hyper.stake_threshold.set(chain.ctx, 1)
    for name, args in (
        ("batch_set_weights", ((NETUID,), (((0, 1),),), ())),
        ("batch_set_weights", ((NETUID,), (), (0,))),
        ("batch_commit_weights", ((NETUID, NETUID), (bytes(32),))),
        ("batch_reveal_weights", (NETUID, ((0,),), ((1,),), ((),), ())),
        ("batch_reveal_weights", (NETUID, ((0,),), ((1,),), (), (0,))),
        ("batch_reveal_weights", (NETUID, ((0,),), (), ((),), (0,))),
    ):
        assert check(chain, name, *args) == "InputLengthsUnequal", name


@pytest.mark.parametrize("mechanism", [0, 1])
def test_a_reveal_needs_its_commit_in_its_epoch(chain: TestChain, mechanism: int) -> None:
    ctx = chain.ctx
    hyper.tempo.set(ctx, NETUID, 0)  # No epoch is ever due, so the counter alone is the epoch.
    index = NETUID + 4096 * mechanism
    row = ((0,), (1,), (3, 4), 5)
    name, args = (
        ("reveal_weights", (NETUID, *row))
        if mechanism == 0
        else ("reveal_mechanism_weights", (NETUID, mechanism, *row))
    )
    assert check(chain, name, *args) == "NoWeightsCommitFound"
    wrong = commit_hash(HOT, index, *row[:3], 6)
    weights.weight_commits.set(ctx, index, HOT, ((wrong, 7, 900, 0),))
    assert check(chain, name, *args) == "NoWeightsCommitFound"
    weights.weight_commits.set(
        ctx, index, HOT, ((wrong, 7, 900, 0), (commit_hash(HOT, index, *row), 7, 900, 0))
    )
    # Quirk: a commit that is void but still queued is "too early" as well.
    for epoch, expected in ((7, "RevealTooEarly"), (8, None), (9, "RevealTooEarly")):
        emission.subnet_epoch_index.set(ctx, NETUID, epoch)
        assert check(chain, name, *args) == expected, epoch
    assert check(chain, name, *args, by=COLD) == "NoWeightsCommitFound"


def test_every_row_of_a_batch_reveal_needs_a_commit(chain: TestChain) -> None:
    ctx = chain.ctx
    hyper.tempo.set(ctx, NETUID, 0)
    rows = [((0,), (1,), (), 5), ((1,), (1,), (), 6)]
    args = (NETUID, *zip(*rows, strict=True))
    assert check(chain, "batch_reveal_weights", NETUID, (), (), (), ()) == "NoWeightsCommitFound"
    first, second = ((commit_hash(HOT, NETUID, *row), 7, 900, 0) for row in rows)
    emission.subnet_epoch_index.set(ctx, NETUID, 8)
    weights.weight_commits.set(ctx, NETUID, HOT, (first,))
    assert check(chain, "batch_reveal_weights", *args) == "NoWeightsCommitFound"
    weights.weight_commits.set(ctx, NETUID, HOT, (first, (second[0], 8, 950, 0)))
    assert check(chain, "batch_reveal_weights", *args) == "RevealTooEarly"
    weights.weight_commits.set(ctx, NETUID, HOT, (first, second))
    assert check(chain, "batch_reveal_weights", *args) is None


# --- rate limits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "args", "error"),
    [
        ("set_weights", (NETUID, (0,), (1,), 0), "SettingWeightsTooFast"),
        ("set_mechanism_weights", (NETUID, 0, (0,), (1,), 0), "SettingWeightsTooFast"),
        ("commit_weights", (NETUID, bytes(32)), "CommittingWeightsTooFast"),
        ("commit_mechanism_weights", (NETUID, 0, bytes(32)), "CommittingWeightsTooFast"),
    ],
)
def test_weights_wait_for_their_rate_limit(
    chain: TestChain, name: str, args: tuple[object, ...], error: str
) -> None:
    hyper.commit_reveal_weights_enabled.set(chain.ctx, NETUID, name.startswith("commit"))
    for block, expected in ((901, error), (900, None), (0, None)):
        set_last_update(chain, NETUID, block)
        assert check(chain, name, *args) == expected, block
    set_last_update(chain, NETUID, 999)
    assert check(chain, name, *args, by=COLD) is None


def test_plain_weights_are_not_limited_where_commits_are_asked_for(chain: TestChain) -> None:
    set_last_update(chain, NETUID, 999)
    assert check(chain, "set_weights", NETUID, (0,), (1,), 0) is None


def test_each_mechanism_has_its_own_limit(chain: TestChain) -> None:
    consensus.mechanism_count_current.set(chain.ctx, NETUID, 2)
    set_last_update(chain, NETUID, 999)
    set_last_update(chain, NETUID + 4096, 900)
    assert check(chain, "commit_mechanism_weights", NETUID, 1, bytes(32)) is None
    assert check(chain, "commit_mechanism_weights", NETUID, 0, bytes(32)) == "CommittingWeightsTooFast"


@pytest.mark.parametrize("mechanism", [1, 16, 255])
def test_quirk_an_unknown_mechanism_counts_as_too_fast(chain: TestChain, mechanism: int) -> None:
    found = check(chain, "commit_mechanism_weights", NETUID, mechanism, bytes(32))
    assert found == "CommittingWeightsTooFast"
    assert (
        check(chain, "reveal_mechanism_weights", NETUID, mechanism, (), (), (), 0) == "NoWeightsCommitFound"
    )


def test_subnets_are_registered_one_a_period() -> None:
    chain = TestChain()
    ctx = chain.ctx
    definition = next(c for c in ctx.chain.pallets[PALLET].calls if c.name == "register_network")
    subnets.network_rate_limit.set(ctx, 100)
    hyper.last_rate_limited_block.set(ctx, NETWORK_LAST_REGISTERED, 900)
    ctx.block_number = 999
    with pytest.raises(ModuleError, match="NetworkTxRateLimitExceeded"):
        guards.RATE_LIMITS(ctx, HOT, definition, (HOT,))
    ctx.block_number = 1_000
    guards.RATE_LIMITS(ctx, HOT, definition, (HOT,))


# --- takes and endpoints ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["increase_take", "decrease_take"])
def test_takes_are_checked_in_order(chain: TestChain, name: str) -> None:
    staking.min_delegate_take.set(chain.ctx, 5)
    stranger = account("//Stranger")
    for hotkey, value, expected in (
        (stranger, 4, "DelegateTakeTooLow"),
        (stranger, 11_797, "DelegateTakeTooHigh"),
        (stranger, 5, "HotKeyAccountNotExists"),
        (HOT, 11_796, None),
    ):
        assert check(chain, name, hotkey, value, by=COLD) == expected
    assert check(chain, name, HOT, 5, by=stranger) == "NonAssociatedColdKey"


def test_endpoints_are_checked(chain: TestChain) -> None:
    assert check(chain, "serve_axon", NETUID, 1, 5, 0, 4, 0, 0, 0) == "InvalidPort"
    assert check(chain, "serve_axon_tls", NETUID, 1, 5, 0, 4, 0, 0, 0, b"") == "InvalidPort"
    assert check(chain, "serve_prometheus", NETUID, 1, 5, 0, 4) == "InvalidPort"
    assert check(chain, "serve_axon", NETUID, 1, 5, 80, 4, 0, 0, 0) is None


# --- reach and weight ------------------------------------------------------------------------------


def test_nested_calls_are_guarded_too(chain: TestChain) -> None:
    nested = chain.call(PALLET, "serve_axon", NETUID, 1, 5, 0, 4, 0, 0, 0)
    chain.fails("InvalidPort", "Utility", "batch_all", (nested,), by=HOT)


def test_root_is_not_guarded(chain: TestChain) -> None:
    hyper.stake_threshold.set(chain.ctx, 1)
    chain.fails("BadOrigin", PALLET, "commit_weights", NETUID, bytes(32))


@pytest.mark.parametrize(
    ("call", "names"),
    [
        (("Balances", "transfer_keep_alive", Case("Id", (HOT,)), 1), ["coldkey_swap"]),
        ((PALLET, "set_weights", NETUID, (), (), 0), ["coldkey_swap", "weights", "rate_limits"]),
        ((PALLET, "batch_commit_weights", (), ()), ["coldkey_swap", "weights"]),
        ((PALLET, "increase_take", HOT, 1), ["coldkey_swap", "delegate_take"]),
        ((PALLET, "serve_prometheus", 1, 1, 1, 1, 4), ["coldkey_swap", "serving_endpoints"]),
    ],
)
def test_guards_weigh_on_the_calls_they_look_at(call: tuple[object, ...], names: list[str]) -> None:
    chain = TestChain()
    encoded = chain.call(*call)
    own = chain.ctx.chain.find_call(encoded)[0].weight
    assert isinstance(own, Weight)
    rows = [RECORDED[f"check_{name}_extension"] for name in names]
    time = sum(r["ref_time"] + 25_000_000 * r["reads"] + 100_000_000 * r["writes"] for r in rows)
    proof = sum(r["proof_size"] for r in rows)
    assert dispatch_info(chain.ctx, encoded).weight == Weight(own.ref_time + time, own.proof_size + proof)


def test_the_recorded_fee_of_a_transfer_contains_the_coldkey_guard() -> None:
    """54,078 for the base, 112,025 for the call with its guard, one rao for each of 144 bytes: 166,247."""
    chain = TestChain()
    call = chain.call("Balances", "transfer_keep_alive", Case("Id", (HOT,)), 1)
    time = dispatch_info(chain.ctx, call).weight.ref_time
    assert 54_078 + time // 2_000 + 144 == 166_247
