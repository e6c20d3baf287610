"""Tests of `meritnet.node`."""
