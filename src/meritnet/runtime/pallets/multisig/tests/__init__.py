"""Tests of the Multisig pallet."""
