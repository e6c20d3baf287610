"""The epoch over state: recorded cases through storage, mechanisms, order of payees, expiry of commits."""

from dataclasses import replace

import numpy as np
import pytest

from meritnet.runtime.pallets.consensus_yuma import mechanisms_state, storage
from meritnet.runtime.pallets.consensus_yuma.epoch import run_epoch
from meritnet.runtime.pallets.consensus_yuma.epoch_inputs import mechanism_input, read_subnet
from meritnet.runtime.pallets.consensus_yuma.generated import complete_inputs
from meritnet.runtime.pallets.consensus_yuma.run import run_subnet_epoch
from meritnet.runtime.pallets.consensus_yuma.types import EpochInput, EpochParams
from meritnet.runtime.pallets.consensus_yuma.vectors import dense_rows, epoch_input, matrix_sha256, packed_row
from meritnet.runtime.pallets.emission import storage as emission
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.staking import storage as staking
from meritnet.runtime.pallets.weights.storage import weight_commits
from meritnet.testing.chain import TestChain
from meritnet.testing.epoch_state import hotkey_of, store, store_rows
from meritnet.testing.vectors import VECTORS, load

NETUID = 2
U16_FIELDS = ("stake_weight", "consensus", "incentive", "dividends", "validator_trust")

NOT_STORABLE = {
    "11_tao_weighted_stake": "stake with a fraction; test_stake_counts_root_tao_by_its_weight does it through root",
    "14_rust_outdated_weights": "a cutoff of 5000 blocks with tempo 0, where state knows no cutoff but 1",
    "15_rust_zero_weights": "a cutoff of 5000 blocks with tempo 65534, where the factor gives 4980 or 5046",
    "16_rust_512_graph": "as 14",
    "41_random_256x256_yuma2_sparse": "nothing beyond 40 for the state side",
    "43_random_256x256_yuma3_liquid": "nothing beyond 44 for the state side",
    "45_random_64x256_yuma2": "nothing beyond 40 for the state side",
}
CASES = sorted(
    path.stem
    for path in (VECTORS / "consensus").glob("*.json")
    if path.stem not in NOT_STORABLE and path.stem != "50_units"
)


def u16s(raw):
    return np.frombuffer(raw, "<u2").tolist()


def u64s(raw):
    return np.frombuffer(raw, "<u8").tolist()


@pytest.fixture(scope="module")
def chain():
    return TestChain()


@pytest.fixture
def ctx(chain):
    with chain.ctx.scratch():
        yield chain.ctx


@pytest.mark.parametrize("case", CASES)
def test_recorded_epochs_through_storage(ctx, case):
    document = load(f"consensus/{case}")
    for given, epoch in zip(complete_inputs(document), document["epochs"], strict=True):
        carried = [storage.bonds.get(ctx, NETUID, uid) for uid in range(given["n"])]
        permits = [flag == 1 for flag in storage.validator_permit.get(ctx, NETUID)]
        request = epoch_input(given, carried, permits)
        store(ctx, NETUID, request, bonds=given["bonds"] != "carry" or given["permits"] != "carry")
        ctx.events.clear()
        paid = run_subnet_epoch(ctx, NETUID, request.emission)
        out = epoch["out"]
        for field in U16_FIELDS:
            assert u16s(getattr(storage, field).get(ctx, NETUID)) == out[field], field
        assert u64s(storage.emission.get(ctx, NETUID)) == out["emission"]
        assert list(storage.active.get(ctx, NETUID)) == out["active"]
        assert list(storage.validator_permit.get(ctx, NETUID)) == out["permits"]
        rows = [storage.bonds.get(ctx, NETUID, uid) for uid in range(request.n)]
        if "bonds" in out:
            assert [np.frombuffer(row, "<u2").reshape(-1, 2).tolist() for row in rows] == out["bonds"]
        else:
            assert matrix_sha256(dense_rows(rows)) == out["bonds_sha256"]
        assert all(storage.bonds.exists(ctx, NETUID, uid) for uid in range(request.n))
        [event] = ctx.events
        assert event.args == (NETUID, tuple(out["server_emission"]))
        amounts = zip(out["server_emission"], out["validator_emission"], strict=True)
        expected = sorted((hotkey_of(NETUID, uid), *both) for uid, both in enumerate(amounts))
        assert paid == expected


def test_stake_counts_root_tao_by_its_weight(ctx):
    """The recorded stakes with fractions, made of alpha and root TAO."""
    document = load("consensus/11_tao_weighted_stake")
    [epoch] = document["epochs"]
    request = epoch_input(epoch["in"], None, None)
    whole = replace(request, stake=[value >> 64 << 64 for value in request.stake])
    store(ctx, NETUID, whole)
    tau = staking.tao_weight.get(ctx) * 2**32 // (2**64 - 1)
    for uid, bits in enumerate(request.stake):
        # The fraction (tao * tau mod 2^32, both even) fixes tao up to multiples of 2^31 rao, which alpha makes up for.
        tao = (bits >> 33) * pow(tau // 2, -1, 2**31) % 2**31
        alpha, rest = divmod(bits - (tao * tau << 32), 2**64)
        assert rest == 0
        assert alpha >= 0
        staking.total_hotkey_alpha.set(ctx, hotkey_of(NETUID, uid), 0, tao)
        staking.total_hotkey_alpha.set(ctx, hotkey_of(NETUID, uid), NETUID, alpha)
    assert read_subnet(ctx, NETUID).stake == request.stake
    run_subnet_epoch(ctx, NETUID, request.emission)
    for field in U16_FIELDS:
        assert u16s(getattr(storage, field).get(ctx, NETUID)) == epoch["out"][field], field


def two_mechanisms(ctx, split=None):
    """A subnet of 4 validators and 5 miners whose mechanisms disagree; return both mechanisms' inputs."""
    n = 9
    stakes = [50, 30, 20, 10, 0, 0, 0, 0, 0]
    rows = [
        [[[4, 65535], [5, 30000]], [[4, 65535], [6, 100]], [[5, 65535]], [[4, 1], [5, 65535]]],
        [[[7, 65535]], [[7, 65535], [8, 40000]], [[8, 65535], [5, 20000]], []],
    ]
    given = [
        EpochInput(
            params=EpochParams(bonds_penalty=30000),
            block=1000,
            last_step=640,
            emission=0,
            stake=[stake * 10**9 << 64 for stake in stakes],
            weights=[packed_row(row) for row in table] + [b""] * (n - len(table)),
            bonds=[b""] * n,
            permits=[uid < 4 for uid in range(n)],
            last_update=[900 + mechanism] * n,
            registered=[5] * n,
        )
        for mechanism, table in enumerate(rows)
    ]
    store(ctx, NETUID, given[0])
    hyper.max_allowed_uids.set(ctx, NETUID, 128)
    mechanisms_state.set_count(ctx, NETUID, 2)
    mechanisms_state.set_split(ctx, NETUID, split)
    store_rows(ctx, NETUID, 1, given[1])
    return given


@pytest.mark.parametrize(
    ("split", "parts"),
    [(None, (500000004, 500000003)), ((45875, 19660), (700007635, 299992372)), ((65535,), (1000000007, 0))],
)
def test_two_mechanisms_add_up_what_they_pay_and_average_what_they_score(ctx, split, parts):
    """Parts as recorded in economics/mechanism_split."""
    given = two_mechanisms(ctx, split)
    outputs = [run_epoch(replace(g, emission=part)) for g, part in zip(given, parts, strict=True)]
    ctx.events.clear()
    paid = run_subnet_epoch(ctx, NETUID, 1_000_000_007)

    for index, output in zip((NETUID, NETUID + 4096), outputs, strict=True):
        assert storage.incentive.get(ctx, index) == output.incentive
        assert [storage.bonds.get(ctx, index, uid) for uid in range(9)] == output.bonds
    assert [event.args for event in ctx.events] == [
        (index, tuple(output.server_emission))
        for index, output in zip((NETUID, NETUID + 4096), outputs, strict=True)
    ]
    assert outputs[0].incentive != outputs[1].incentive

    def added(field):
        return [sum(pair) for pair in zip(*(getattr(o, field) for o in outputs), strict=True)]

    both = zip(added("server_emission"), added("validator_emission"), strict=True)
    assert paid == sorted((hotkey_of(NETUID, uid), *amounts) for uid, amounts in enumerate(both))

    weights = [(part << 64) // sum(parts) for part in parts]

    def averaged(vectors):
        out = []
        for values in zip(*vectors, strict=True):
            total = 0
            for value, weight in zip(values, weights, strict=True):
                total = ((total << 64) + value * weight) >> 64
            out.append(total)
        return out

    for field in ("stake_weight", "consensus", "dividends", "validator_trust"):
        expected = averaged([u16s(getattr(o, field)) for o in outputs])
        assert u16s(getattr(storage, field).get(ctx, NETUID)) == expected, field
    assert u64s(storage.emission.get(ctx, NETUID)) == averaged([o.emission for o in outputs])
    for field, item in (("active", storage.active), ("permits", storage.validator_permit)):
        flags = [any(pair) for pair in zip(*(getattr(o, field) for o in outputs), strict=True)]
        assert list(item.get(ctx, NETUID)) == flags


def test_without_alpha_mechanism_0_alone_scores(ctx):
    given = two_mechanisms(ctx)
    alone = run_epoch(given[0])
    assert {(incentive, dividend) for _, incentive, dividend in run_subnet_epoch(ctx, NETUID, 0)} == {(0, 0)}
    assert storage.consensus.get(ctx, NETUID) == alone.consensus
    assert storage.dividends.get(ctx, NETUID) == alone.dividends


def test_a_commit_masks_until_its_epoch_is_over(ctx):
    """Reveal period 1: a commit of epoch 6 counts as open in the epoch that ends as number 7, not in number 8."""
    two_mechanisms(ctx)
    hyper.commit_reveal_weights_enabled.set(ctx, NETUID, True)
    hyper.tempo.set(ctx, NETUID, 0)
    hotkey = hotkey_of(NETUID, 1)
    weight_commits.set(ctx, NETUID, hotkey, ((bytes(32), 5, 880, 0), (bytes(32), 6, 890, 0)))
    for epoch, expected in ((5, 880), (6, 880), (7, 890), (8, None)):
        emission.subnet_epoch_index.set(ctx, NETUID, epoch)
        found = mechanism_input(ctx, read_subnet(ctx, NETUID), 0, 0).commit_blocks
        assert found == [None, expected, *[None] * 7]
    assert mechanism_input(ctx, read_subnet(ctx, NETUID), 1, 0).commit_blocks == [None] * 9


def test_rows_of_uids_that_do_not_exist_are_not_read(ctx):
    given = two_mechanisms(ctx)
    storage.weights.set(ctx, NETUID, 9, packed_row([[4, 65535]]))
    assert mechanism_input(ctx, read_subnet(ctx, NETUID), 0, 0).weights == given[0].weights


def test_a_second_run_leaves_bond_rows_that_did_not_change_alone(ctx):
    two_mechanisms(ctx)
    run_subnet_epoch(ctx, NETUID, 10**9)
    mark = ctx.begin()
    run_subnet_epoch(ctx, NETUID, 10**9)
    written = {key for _, key, _, _ in ctx._log[mark:]}
    assert not written & {storage.bonds.key_of(NETUID, uid) for uid in range(4, 9)}
    assert all(storage.bonds.exists(ctx, NETUID, uid) for uid in range(9))
