"""Tests of `meritnet.runtime.pallets.aura`."""
