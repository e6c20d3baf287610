"""Meritnet: an open market for machine intelligence."""

__version__ = "0.1.0"
