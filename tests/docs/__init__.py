"""Tests that read the pages."""
