"""State of the chain: typed items over overlays, trie and proofs, durable store, history."""
