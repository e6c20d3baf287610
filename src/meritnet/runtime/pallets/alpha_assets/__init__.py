"""Books of the supply of every subnet's alpha."""
