"""Tests of the SafeMode pallet."""
