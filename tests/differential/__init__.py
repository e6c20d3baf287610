"""Our code against reference implementations on the same input."""
