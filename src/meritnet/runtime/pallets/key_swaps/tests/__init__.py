"""Tests of `meritnet.runtime.pallets.key_swaps`."""
