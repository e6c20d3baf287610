"""Trade between TAO and a subnet's alpha in a weighted pool: price, swaps, limits, pool weights."""
