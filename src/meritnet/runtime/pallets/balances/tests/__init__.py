"""Tests of `meritnet.runtime.pallets.balances`."""
