"""Tests of `meritnet.runtime.pallets.voting_power`."""
