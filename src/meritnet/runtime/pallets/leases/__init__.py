"""Leases: subnets that a crowdloan registered, whose owner's cut its contributors share."""
