"""Writing and keeping contracts; so far what is told of one from its syntax (`static*`)."""
