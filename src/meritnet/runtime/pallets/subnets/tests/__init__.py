"""Tests of the subnets folder."""
