"""Tests of `meritnet.codec`."""
