"""Voting power: a slow average of each validator's stake weight on a subnet that asks for it."""
