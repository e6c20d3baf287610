"""Tests of `meritnet.runtime.pallets.commitments`."""
