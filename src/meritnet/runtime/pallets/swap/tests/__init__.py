"""Tests of the swap folder."""
