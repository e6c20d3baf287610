"""Sudo: one key that may act as root."""
