"""Data that neurons publish on the chain."""
