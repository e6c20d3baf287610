"""Block emission, its split between subnets and roles, the epoch schedule and the payout of an epoch."""
