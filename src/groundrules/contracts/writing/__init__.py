"""A contract as Python that people read and go on with: `draft` is what it says, `model` how it is written."""
