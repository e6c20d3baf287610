"""EVM addresses of neurons: who proved to hold which address."""
