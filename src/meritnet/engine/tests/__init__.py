"""Tests of `meritnet.engine`."""
