"""Proxy: accounts that act for others within limits, announced where wanted; pure accounts without a key."""
