"""Tests of `meritnet.crypto`."""
