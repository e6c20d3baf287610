"""Tests of the locks folder."""
