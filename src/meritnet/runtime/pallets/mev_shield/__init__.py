"""MevShield: transactions that nobody but the author of their block can read before they run."""
