"""Preimage: bytes kept on chain under their hash, so that calls too long to store in place can be named by it."""
