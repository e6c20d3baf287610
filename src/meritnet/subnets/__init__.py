"""Subnets that come with Meritnet, one folder each, and the catalogue of them."""
