"""Signatures as the chain checks them, and the public development keys."""
