"""Tests of `meritnet.runtime.pallets.evm_chain_id`."""
