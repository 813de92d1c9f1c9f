"""Tables wherever they are: how one is called (`address`), and DuckDB with it at hand (`duck`)."""
