"""Tests of the registration folder."""
