"""The units of money: everything is counted in rao."""

RAO_PER_TAO = 10**9
"""Rao of a TAO, and of an alpha."""
