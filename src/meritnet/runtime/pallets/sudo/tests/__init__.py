"""Tests of `meritnet.runtime.pallets.sudo`."""
