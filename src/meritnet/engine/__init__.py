"""Engines: the state machine that both drivers run, the transaction pool, and the solo driver."""
