"""Tests of `meritnet.runtime`."""
