"""The chain id: where it starts, who changes it."""

from meritnet.runtime.pallets.evm_chain_id.storage import chain_id
from meritnet.testing.chain import TestChain


def test_a_development_chain_has_id_42_until_root_changes_it():
    chain = TestChain()
    assert chain_id.get(chain.ctx) == 42
    chain.fails("BadOrigin", "AdminUtils", "sudo_set_evm_chain_id", 964, by="//Alice")
    chain.ok("AdminUtils", "sudo_set_evm_chain_id", 964)
    assert chain_id.get(chain.ctx) == 964
