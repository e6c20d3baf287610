"""The rules of the chain: framework, pallets, runtime APIs, genesis, and what puts them together."""
