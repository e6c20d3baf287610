"""Tests of the staking folder."""
