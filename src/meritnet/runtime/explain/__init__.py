"""Answers to "why?": pay, pruning, refused weights, trades, eviction. Each asks the rules themselves over a state."""
