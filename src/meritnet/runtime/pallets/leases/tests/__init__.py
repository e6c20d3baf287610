"""Tests of `meritnet.runtime.pallets.leases`."""
