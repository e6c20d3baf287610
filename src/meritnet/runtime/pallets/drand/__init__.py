"""Rounds of randomness beacons, checked and stored: they open timelocks and feed randomness."""
