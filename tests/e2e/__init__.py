"""Tests that start processes and use them as a person or a client would."""
