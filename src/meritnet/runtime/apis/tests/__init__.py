"""Tests of the runtime APIs."""
