"""Tests of the scripts and of the benchmark driver."""
