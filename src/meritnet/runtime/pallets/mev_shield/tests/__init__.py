"""Tests of the MEV shield: keys, envelopes, stored calls, blocks, admission, API."""
