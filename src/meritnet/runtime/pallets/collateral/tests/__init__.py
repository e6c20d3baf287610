"""Tests of miners' collateral."""
