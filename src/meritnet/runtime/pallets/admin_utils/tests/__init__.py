"""Tests of `meritnet.runtime.pallets.admin_utils`."""
