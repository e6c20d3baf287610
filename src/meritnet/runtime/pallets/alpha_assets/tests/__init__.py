"""Tests of `meritnet.runtime.pallets.alpha_assets`."""
