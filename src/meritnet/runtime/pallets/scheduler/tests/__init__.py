"""Tests of the Scheduler pallet."""
