"""What must hold before anything is estimated: each guard passes, or refuses and names what is wrong.

A guard that could not be evaluated is `skipped` and says why; it is never reported as passed.
"""
