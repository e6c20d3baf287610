"""Tests of the Proxy pallet."""
