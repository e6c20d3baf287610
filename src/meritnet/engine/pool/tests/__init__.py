"""Tests of `meritnet.engine.pool`."""
