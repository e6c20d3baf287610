"""The table of what a dissolved subnet leaves: complete, without doubles, without misspelled names."""

from typing import Any

import pytest

from meritnet.runtime.pallets.subnets import dissolve_table as table
from meritnet.runtime.pallets.subnets.clearing import items_of, subnet_key_of
from meritnet.testing import vectors
from meritnet.testing.chain import TestChain

LISTS = (table.DELETED, table.BY_OWN_RULE, table.SURVIVES)
OURS = {"SubnetEpochConsensus", "AlphaSqrtPrice"}
"""Items that the recorded tables do not have."""


def recorded_names() -> dict[str, set[str]]:
    """Return the names of the recorded storage items by pallet."""
    document: dict[str, Any] = vectors.load("wire/wire-pallets")  # Any: parsed JSON
    return {pallet["name"]: {item["name"] for item in pallet["storage"]} for pallet in document["pallets"]}


def test_every_item_kept_per_subnet_has_its_fate() -> None:
    chain = TestChain()
    for pallet in chain.ctx.chain.pallets:
        decided = {name for each in LISTS for name in table.names(each, pallet)}
        kept = {name for name, item in items_of(chain.ctx, pallet).items() if subnet_key_of(item) is not None}
        assert kept <= decided, f"{pallet}: decide what a dissolve does to {sorted(kept - decided)}"


@pytest.mark.parametrize("pallet", sorted({pallet for each in LISTS for pallet in each}))
def test_no_item_has_two_fates_and_every_name_is_one_of_the_chains(pallet: str) -> None:
    names = [name for each in LISTS for name in table.names(each, pallet)]
    assert len(names) == len(set(names))
    assert set(names) <= recorded_names()[pallet] | OURS
