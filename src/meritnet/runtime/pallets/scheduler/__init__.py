"""Scheduler: calls that root plans for a later block, once or repeatedly."""
