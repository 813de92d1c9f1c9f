"""The facts of SQL: statements, dialect, sources, grain and lineage, each in its own file."""
