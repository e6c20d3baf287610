"""A running node: chain, pool and engine behind JSON-RPC, with logs, metrics and orderly shutdown."""
