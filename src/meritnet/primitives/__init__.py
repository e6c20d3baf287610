"""Values without I/O: ids, fixed point, hashes, addresses, the root of all errors."""
