"""Tests of `meritnet.runtime.pallets.hyperparameters`."""
