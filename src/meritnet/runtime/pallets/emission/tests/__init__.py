"""Tests of the emission arithmetic."""
