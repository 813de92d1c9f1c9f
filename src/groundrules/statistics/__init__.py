"""Numbers in, numbers out: estimates, splits, corrections, sequential designs, power."""
