"""Claims of root stakers on the alpha that subnets set aside for them."""
