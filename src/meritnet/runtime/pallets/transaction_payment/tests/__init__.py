"""Tests of `meritnet.runtime.pallets.transaction_payment`."""
