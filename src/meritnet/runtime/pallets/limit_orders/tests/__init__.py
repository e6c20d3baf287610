"""Tests of `meritnet.runtime.pallets.limit_orders`."""
