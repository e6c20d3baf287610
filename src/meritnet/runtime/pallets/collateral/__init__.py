"""Collateral of miners: a part of the registration price that is staked and held until it is earned back."""
