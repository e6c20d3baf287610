"""The chain's id in the numbering of EVM chains, which signed orders are bound to."""
