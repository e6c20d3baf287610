"""Tests of `meritnet.rpc`."""
