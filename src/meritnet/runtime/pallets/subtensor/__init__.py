"""What all folders of the on-chain pallet SubtensorModule share: errors, guards, constants."""
