"""Tests of `meritnet.runtime.pallets.utility`."""
