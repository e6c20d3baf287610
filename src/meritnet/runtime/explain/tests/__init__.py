"""Tests of the explanations against what the chain then does."""
