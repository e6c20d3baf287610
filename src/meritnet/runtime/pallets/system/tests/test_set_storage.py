"""Raw writes by root: declared items, unknown keys, what is refused."""

import pytest

from meritnet.runtime.params import params_for
from meritnet.testing.chain import TestChain

PALLET = "System"
MOVING_PRICE_2 = bytes.fromhex("658faa385070e074c85bf6b568cf05551abf1b0f4fd14f7b72ee50f9d91d59150200")
"""The key of SubnetMovingPrice of netuid 2, as the SDK's test programs write it."""
TEN_MILLION = (10_000_000 << 32).to_bytes(16, "little")


@pytest.fixture
def chain() -> TestChain:
    return TestChain()


def test_a_declared_item_reads_what_was_written_and_so_does_the_committed_state(chain):
    item = next(
        i for i in chain.runtime.assembly.pallets["SubtensorModule"].storage if i.name == "SubnetMovingPrice"
    )
    assert item.key_of(2) == MOVING_PRICE_2
    chain.ok(PALLET, "set_storage", ((MOVING_PRICE_2, TEN_MILLION),))
    assert item.get(chain.ctx, 2) == 10_000_000 << 32
    chain.block()
    assert chain.state.get(MOVING_PRICE_2) == TEN_MILLION


def test_bytes_behind_the_value_are_dropped(chain):
    chain.ok(PALLET, "set_storage", ((MOVING_PRICE_2, TEN_MILLION + b"more"), (b"unknown", b"\x00raw")))
    chain.block()
    assert chain.state.get(MOVING_PRICE_2) == TEN_MILLION
    assert chain.state.get(b"unknown") == b"\x00raw"


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        (MOVING_PRICE_2, TEN_MILLION[:-1]),
        (MOVING_PRICE_2[:-1], TEN_MILLION),
        (MOVING_PRICE_2 + b"\0", TEN_MILLION),
    ],
    ids=["short-value", "short-key", "long-key"],
)
def test_what_an_item_cannot_read_is_refused_with_everything_beside_it(chain, key, raw):
    chain.fails("Other", PALLET, "set_storage", ((b"unknown", b"1"), (key, raw)))


def test_only_root_may_write(chain):
    chain.fails("BadOrigin", PALLET, "set_storage", ((b"unknown", b"1"),), by="//Alice")


def test_only_local_chains_take_raw_writes():
    chain = TestChain(params_for("meritnet"))
    chain.fails("CallFiltered", PALLET, "set_storage", ((b"unknown", b"1"),))


def test_single_keys_are_deleted_declared_or_not(chain):
    chain.ok(PALLET, "set_storage", ((MOVING_PRICE_2, TEN_MILLION), (b"unknown", b"1")))
    chain.block()
    chain.ok(PALLET, "kill_storage", (MOVING_PRICE_2, b"unknown", b"never there"))
    chain.block()
    assert chain.state.get(MOVING_PRICE_2) is None
    assert chain.state.get(b"unknown") is None


def test_keys_under_a_prefix_are_deleted_in_order_up_to_the_number_asked_for(chain):
    prefix = MOVING_PRICE_2[:32]
    keys = [prefix + netuid.to_bytes(2, "little") for netuid in (3, 4, 5)]
    chain.ok(PALLET, "set_storage", tuple((key, TEN_MILLION) for key in keys))
    chain.ok(PALLET, "kill_prefix", prefix, 2)
    chain.block()
    assert [chain.state.get(key) for key in keys] == [None, None, TEN_MILLION]
    chain.ok(PALLET, "kill_prefix", keys[2], 9)
    chain.block()
    assert chain.state.get(keys[2]) is None


def test_a_prefix_may_be_shorter_than_an_items(chain):
    chain.ok(PALLET, "set_storage", ((MOVING_PRICE_2, TEN_MILLION),))
    chain.ok(PALLET, "kill_prefix", MOVING_PRICE_2[:20], 1_000)
    assert not list(chain.ctx.iterate(MOVING_PRICE_2[:32], MOVING_PRICE_2[:32], chain_type(chain)))


def chain_type(chain):
    (item,) = (
        i for i in chain.runtime.assembly.pallets["SubtensorModule"].storage if i.name == "SubnetMovingPrice"
    )
    return item.value


@pytest.mark.parametrize(("call", "args"), [("kill_storage", ((b"unknown",),)), ("kill_prefix", (b"un", 1))])
def test_only_root_of_a_local_chain_may_delete(chain, call, args):
    chain.fails("BadOrigin", PALLET, call, *args, by="//Alice")
    TestChain(params_for("meritnet")).fails("CallFiltered", PALLET, call, *args)
