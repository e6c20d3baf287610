"""Tests of `meritnet.runtime.genesis`."""
