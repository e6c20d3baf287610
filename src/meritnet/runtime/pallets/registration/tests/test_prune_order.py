"""The order of pruning: it must name what pruning then does."""

from meritnet.runtime.pallets.consensus_yuma import storage as consensus
from meritnet.runtime.pallets.hyperparameters import storage as hyper
from meritnet.runtime.pallets.registration import prune_order, storage
from meritnet.runtime.pallets.registration.pruning import Neuron
from meritnet.testing.chain import TestChain, account
from meritnet.testing.vectors import load

from .building import add_neurons, open_subnet


def _subnet(*emissions: int) -> TestChain:
    chain = TestChain()
    open_subnet(chain.ctx, 5)
    add_neurons(chain.ctx, 5, *(f"//N{i}" for i in range(len(emissions))))
    consensus.emission.set(chain.ctx, 5, b"".join(e.to_bytes(8, "little") for e in emissions))
    return chain


def test_recorded_choices_over_state() -> None:
    for case in load("economics/neuron_prune")["cases"]:
        given = case["inputs"]
        chain = TestChain()
        ctx = chain.ctx
        open_subnet(ctx, 5, max_uids=256)
        names = [n["hotkey"] for n in given["neurons"]]
        add_neurons(ctx, 5, *(f"//{name}" for name in names))
        for neuron in given["neurons"]:
            storage.block_at_registration.set(ctx, 5, neuron["uid"], int(neuron["registered_at"]))
        consensus.emission.set(
            ctx, 5, b"".join(int(n["emission"]).to_bytes(8, "little") for n in given["neurons"])
        )
        owned = tuple(account(f"//{name}") for name in given["hotkeys_owned_by_subnet_owner"])
        storage.owned_hotkeys.set(ctx, account("//Owner"), owned)
        prune_order.subnets.subnet_owner_hotkey.set(ctx, 5, account(f"//{given['subnet_owner_hotkey']}"))
        hyper.immunity_period.set(ctx, 5, given["immunity_period"])
        hyper.min_non_immune_uids.set(ctx, 5, given["min_non_immune_uids"])
        hyper.immune_owner_uids_limit.set(ctx, 5, given["immune_owner_uids_limit"])
        ctx.block_number = int(given["now"])
        expected = case["outputs"]["uid_to_prune"]
        assert prune_order.uid_to_prune(ctx, 5) == expected, case["name"]
        first = prune_order.prune_order(ctx, 5)[0]
        assert (first.uid if first.place == 0 else None) == expected, case["name"]


def test_the_order_follows_emission_and_tells_why() -> None:
    ctx = _subnet(30, 10, 20).ctx
    hyper.immunity_period.set(ctx, 5, 100)
    ctx.block_number = 500
    ranks = prune_order.prune_order(ctx, 5)
    assert [(r.uid, r.place) for r in ranks] == [(1, 0), (2, 1), (0, 2)]
    assert {r.reason for r in ranks} == {"lowest emission of those out of immunity"}
    assert [r.immune_until for r in ranks] == [r.registered_at + 100 for r in ranks]


def test_without_immunity_a_newcomer_is_the_next_to_go() -> None:
    ctx = _subnet(30, 10, 20).ctx
    hyper.immunity_period.set(ctx, 5, 0)
    ranks = prune_order.prune_order(ctx, 5)
    assert [(r.uid, r.place) for r in ranks] == [(1, 0), (2, None), (0, None)]
    assert ranks[1].reason == "newcomers without emission would go before it"


def test_immune_neurons_without_emission_go_when_too_few_others_are_left() -> None:
    ctx = _subnet(30, 0, 20, 10).ctx
    hyper.immunity_period.set(ctx, 5, 100)
    hyper.min_non_immune_uids.set(ctx, 5, 1)
    ctx.block_number = 500
    storage.block_at_registration.set(ctx, 5, 1, 450)
    storage.block_at_registration.set(ctx, 5, 3, 460)
    ranks = prune_order.prune_order(ctx, 5)
    # A newcomer has no emission: after uid 1 the next one replaces the one before, and uid 3 stays.
    assert [(r.uid, r.place) for r in ranks] == [(2, 0), (1, 1), (3, None), (0, None)]
    assert "1 neurons are out of immunity" in ranks[1].reason
    assert ranks[1].immune_until == 550
    assert "newcomers" in ranks[2].reason
    assert "one of the last 1" in ranks[3].reason


def test_a_vector_of_emission_that_is_too_short_counts_as_zero() -> None:
    ctx = _subnet(30, 10).ctx
    consensus.emission.set(ctx, 5, (30).to_bytes(8, "little"))
    assert [n.emission for n in prune_order.neurons(ctx, 5)] == [30, 0]
    assert isinstance(prune_order.neurons(ctx, 5)[0], Neuron)
