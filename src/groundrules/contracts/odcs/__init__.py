"""Contracts to and from the Open Data Contract Standard (ODCS) 3.1, by its own pydantic package.

`export` writes one, `importing` reads one; `types` and `specs` hold what both agree on. What one side has no word
for is kept aside (a custom quality entry, a custom property, a comment) and told in a note, never dropped unsaid.
"""
