"""SafeMode: a time in which only the calls that keep the chain alive pass."""
