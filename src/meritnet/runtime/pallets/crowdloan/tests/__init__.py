"""Tests of `meritnet.runtime.pallets.crowdloan`."""
