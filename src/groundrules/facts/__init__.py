"""The neutral model that rules read: calls, values and where they come from, loops, queries."""
