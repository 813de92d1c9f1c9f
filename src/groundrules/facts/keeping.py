"""Which methods and functions keep the values of a column, some left out, filled or rounded."""

from __future__ import annotations

KEEPING = frozenset([
    "dropna", "fillna", "astype", "replace", "clip", "round", "copy", "sort_values", "sort_index", "where", "mask",
    "head", "tail", "drop_duplicates", "sample", "explode", "rename", "ffill", "bfill", "drop", "reset_index",
    "to_frame", "interpolate", "reindex", "squeeze", "nlargest", "nsmallest", "filter", "asfreq", "convert_dtypes",
    "infer_objects", "shift", "cast", "alias", "fill_null", "fill_nan", "drop_nulls", "drop_nans", "sort", "limit",
    "slice", "over", "to_numpy", "tolist", "to_list", "to_series", "set_axis", "ravel", "unique", "map_partitions",
    "flatten", "cache", "rename_axis", "droplevel", "stack", "unstack", "reverse", "shuffle", "forward_fill",
    "rolling",
    "expanding",
    "ewm",
    "to_dict", "add_suffix", "add_prefix", "abs", "combine_first", "between_time", "truncate", "swaplevel",
])  # fmt: skip
"""Methods of a column whose values are those of the column, some left out or filled."""
# Functions that return the values of their first argument, changed one by one at most.
WRAPPERS = frozenset(
    ["to_numeric", "round", "array", "asarray", "list", "float", "Series", "nan_to_num", "coalesce", "abs", "copy",
     "Expr", "nvl", "ifnull", "tuple", "int", "ravel"]
)  # fmt: skip
