"""Benchmarks: one module a subject, all run by `make bench`."""
