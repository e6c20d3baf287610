"""`meritnet up`: a whole market on one machine, started, watched and stopped by one command."""
