"""Helpers for tests of Meritnet and of subnets built on it."""
