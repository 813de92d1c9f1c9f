"""Tables wherever they are: how one is called (`address`), and DuckDB (`duck`) or Spark (`spark`) with it at hand."""
