"""Tests of `meritnet.runtime.pallets.drand`."""
