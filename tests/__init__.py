"""Tests of what crosses layers."""
