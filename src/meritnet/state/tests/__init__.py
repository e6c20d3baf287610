"""Tests of the stores, the trie and history."""
