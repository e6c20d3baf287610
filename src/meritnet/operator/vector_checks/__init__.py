"""One checker a vector file: what our own functions give beside what was recorded."""
