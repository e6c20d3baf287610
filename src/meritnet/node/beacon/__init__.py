"""Rounds of randomness beacons for the blocks that a node makes: fetched from the public one, or made here."""
