"""Tests of the Preimage pallet."""
