"""Commands of whoever runs nodes: start a network, look at a chain's folder, check it, run recorded vectors."""
