"""Genesis states: what a fresh chain holds."""
