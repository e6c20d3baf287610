"""Tests of the Yuma epoch."""
