"""Tests of `meritnet.subnets.price`."""
