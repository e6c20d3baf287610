"""Weights of validators: set plainly, or committed first and revealed later."""
