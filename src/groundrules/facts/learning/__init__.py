"""Models and their data: what learns, what it learns from, what splits the rows, and where values stand."""
