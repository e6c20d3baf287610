"""Tests of `meritnet.runtime.pallets.weights`."""
