"""Tests of `meritnet.runtime.pallets.evm_keys`."""
