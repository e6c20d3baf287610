"""Tests of `meritnet.runtime.pallets.subtensor`."""
