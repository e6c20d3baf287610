"""Tests of `meritnet.neuron`."""
