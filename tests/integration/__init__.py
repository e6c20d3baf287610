"""Tests of whole chains in memory: many calls, invariants after every block."""
