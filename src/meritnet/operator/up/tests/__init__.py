"""Tests of `meritnet.operator.up`."""
