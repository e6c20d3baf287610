"""Price forecasts: a probability distribution over future prices of a synthetic replay."""
