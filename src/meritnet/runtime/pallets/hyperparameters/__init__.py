"""Hyperparameters of subnets and of the network: their values, who may change them and how often."""
