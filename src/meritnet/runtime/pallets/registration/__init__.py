"""Neuron registration: its price, and the uid that makes room for a newcomer."""
