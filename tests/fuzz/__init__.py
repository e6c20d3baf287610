"""Malformed input against decoders and the RPC server."""
