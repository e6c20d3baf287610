"""Tests of `meritnet.node.beacon`."""
