"""Tests of `meritnet.subnets`."""
