"""Tests of `meritnet.runtime.pallets.timestamp`."""
