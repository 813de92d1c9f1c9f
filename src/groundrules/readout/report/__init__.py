"""A readout told: to a person at a terminal, to a program, and as a page."""
