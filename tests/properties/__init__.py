"""A network that lives through random calls, checked after every block."""
