"""Timestamp: the block's moment, set by the first inherent."""
