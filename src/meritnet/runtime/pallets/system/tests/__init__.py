"""Tests of `meritnet.runtime.pallets.system`."""
