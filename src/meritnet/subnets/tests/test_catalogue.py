"""Subnets, miners and programs by name."""

import pytest

from meritnet.neuron.mechanism import ReferenceMiner
from meritnet.subnets.catalogue import ENTRIES, SubnetNameNotFound, find
from meritnet.subnets.price.cheats import Copycat, Leader
from meritnet.subnets.price.command_miner import CommandMiner
from meritnet.subnets.price.mechanism import LiarPriceMechanism, PriceMechanism


@pytest.mark.parametrize("name", ENTRIES)
def test_every_entry_has_a_mechanism_of_its_name_and_a_roster(name: str) -> None:
    entry = find(name)
    assert entry.mechanism("").name == name
    names = entry.miner_names()
    assert len(entry.miners(names, [""] * len(names))) == len(names) > 0


def test_price_by_name() -> None:
    price = find("price")
    assert type(price.mechanism("")) is PriceMechanism
    assert type(price.mechanism("liar")) is LiarPriceMechanism
    leader, constant, copycat, program = price.miners(["", "constant", "copycat", ""], ["", "", "", "./m"])
    assert isinstance(leader, Leader)
    assert isinstance(constant, ReferenceMiner)
    assert isinstance(copycat, Copycat)
    assert isinstance(program, CommandMiner)
    # The copycat must watch the very board that the leader of its process posts to.
    assert copycat.board is leader.board


def test_unknown_names_list_the_known_ones() -> None:
    with pytest.raises(SubnetNameNotFound, match="price"):
        find("text")
    with pytest.raises(SubnetNameNotFound, match="copycat"):
        find("price").miners(["nobody"], [""])
    with pytest.raises(SubnetNameNotFound, match="liar"):
        find("price").mechanism("saint")
