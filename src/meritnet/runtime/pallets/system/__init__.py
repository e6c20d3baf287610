"""System: accounts, block number and hashes, events, remarks."""
