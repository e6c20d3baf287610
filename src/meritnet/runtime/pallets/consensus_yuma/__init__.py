"""Yuma consensus: from weight rows and stake to consensus, incentive, dividends and bonds."""
