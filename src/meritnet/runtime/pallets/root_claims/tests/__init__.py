"""Tests of `meritnet.runtime.pallets.root_claims`."""
