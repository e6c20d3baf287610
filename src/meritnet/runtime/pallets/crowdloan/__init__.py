"""Crowdloans: many accounts raise TAO for one purpose, which a stored call or a transfer fulfils."""
