"""Faults forced from outside: killed processes, full disks, cut networks."""
