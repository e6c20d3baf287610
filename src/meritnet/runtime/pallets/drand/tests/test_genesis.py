"""The local beacon of a development chain."""

import dataclasses

import pytest

from meritnet.crypto.beacon import QUICKNET
from meritnet.primitives.errors import Invalid
from meritnet.runtime.pallets.drand import storage
from meritnet.runtime.pallets.drand.genesis import follow_local, local_beacon
from meritnet.runtime.pallets.drand.types import beacon_of
from meritnet.runtime.params import params_for
from meritnet.runtime.runtime import Runtime
from meritnet.testing.beacon import MadeBeacon
from meritnet.testing.chain import DictState, TestChain

KEY = MadeBeacon("local").public_key


def test_a_development_chain_follows_it_under_a_name_of_its_own() -> None:
    chain = TestChain()
    follow_local(chain.ctx, KEY)
    stored = storage.local_beacon_config.get(chain.ctx)
    assert stored.metadata == b"meritnet-local"
    assert beacon_of(stored) == local_beacon(KEY)
    assert beacon_of(storage.beacon_config.get(chain.ctx)) == QUICKNET


def test_it_counts_rounds_as_the_public_one_does() -> None:
    ours = local_beacon(KEY)
    assert (ours.period_s, ours.genesis_time_s) == (QUICKNET.period_s, QUICKNET.genesis_time_s)
    assert ours.chain_hash() != QUICKNET.chain_hash()


@pytest.mark.parametrize("preset", ["reference", "meritnet"])
def test_no_other_preset_may_have_one(preset: str) -> None:
    runtime = Runtime(dataclasses.replace(params_for(preset, 12_000)))
    ctx = runtime.context(DictState())
    with pytest.raises(Invalid, match=f"preset {preset} follows the public beacon only"):
        follow_local(ctx, KEY)
    assert not storage.local_beacon_config.exists(ctx)
