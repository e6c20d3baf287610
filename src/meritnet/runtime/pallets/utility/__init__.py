"""Utility: batches of calls."""
