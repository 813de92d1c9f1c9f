"""Which dialects a text can be in, by what only some of them have. Certain facts, never a guess.

Each row is a pattern (RE2) and the dialects that have the thing; a text that shows several is in
what they have in common. Sources: `standards/sql/division.md` and `windows.md`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

ALL = frozenset(
    [
        "athena",
        "bigquery",
        "clickhouse",
        "databricks",
        "duckdb",
        "hive",
        "mysql",
        "oracle",
        "postgres",
        "presto",
        "redshift",
        "snowflake",
        "spark",
        "sqlite",
        "teradata",
        "trino",
        "tsql",
    ]
)
INTEGER_DIVISION = frozenset(
    ["athena", "postgres", "presto", "redshift", "sqlite", "teradata", "trino", "tsql"]
)
"""Dialects whose `/` of two integers drops the fraction."""
SAFE_DIVISION = frozenset({"hive", "mysql", "spark", "sqlite"})
"""Dialects whose division by zero is NULL, not an error."""
WHOLE_DEFAULT_FRAME = frozenset({"snowflake"})
"""Dialects whose LAST_VALUE without a frame reads the whole partition."""

_SPARKS = "spark databricks hive"
_ROWS: tuple[tuple[str, str], ...] = (
    (r"`[\w-]+\.[\w.*-]+`", "bigquery"),
    (r"`", "bigquery mysql spark databricks hive clickhouse sqlite athena"),
    (
        r"\b(?:SAFE_DIVIDE|SAFE_CAST|COUNTIF|GENERATE_DATE_ARRAY|GENERATE_UUID|FORMAT_DATE|PARSE_DATE)\s*\(",
        "bigquery",
    ),
    (
        r"\bSAFE\.\w+\s*\(|\b_TABLE_SUFFIX\b|\bSTRUCT<|\bARRAY<STRUCT|\bAS STRUCT\b",
        "bigquery spark databricks hive",
    ),
    (
        r"\b(?:TIMESTAMP|DATE|DATETIME)_(?:TRUNC|DIFF)\s*\([^()]*(?:\([^()]*\))?[^()]*,\s*(?:DAY|WEEK|ISOWEEK|MONTH|QUARTER|YEAR|HOUR|MINUTE|SECOND)\s*\)",
        "bigquery",
    ),
    (r"\b(?:INT64|FLOAT64|BIGNUMERIC)\b|#standardSQL|\bWITH OFFSET\b", "bigquery"),
    (r"::\s*[a-z]", "postgres redshift snowflake duckdb databricks clickhouse"),
    (r"\bQUALIFY\b", "snowflake bigquery databricks duckdb redshift teradata clickhouse"),
    (r"\bLATERAL\s+VIEW\b|\bCOLLECT_(?:SET|LIST)\s*\(|\bDISTRIBUTE BY\b", _SPARKS),
    (r"\bSTORED\s+AS\b|\bMSCK\b|\bROW FORMAT\b|\bINSERT\s+OVERWRITE\b|\bTBLPROPERTIES\b", f"{_SPARKS} athena"),
    (
        r"\bLATERAL\s+FLATTEN\b|\bTABLE\s*\(\s*FLATTEN\b|"
        r"\b(?:IFF|ZEROIFNULL|TRY_TO_\w+|ARRAY_CONSTRUCT|OBJECT_CONSTRUCT)\s*\(|"
        r"\bTIMESTAMP_(?:NTZ|LTZ|TZ)\b|\bVARIANT\b",
        "snowflake databricks",
    ),
    (r"\bDATEADD\s*\(|\bDATEDIFF\s*\(\s*'?[a-z]+'?\s*,", "snowflake tsql redshift databricks duckdb spark"),
    (r"\bTOP\s*\(?\s*\d|\bGETDATE\s*\(\s*\)", "tsql redshift snowflake teradata"),
    (
        r"(?m)^\s*GO\s*$|\bNOLOCK\b|\b(?:CROSS|OUTER)\s+APPLY\b|\bN?VARCHAR\s*\(\s*MAX\s*\)|"
        r"(?m)^\s*SET\s+NOCOUNT\b|\bDECLARE\s+@\w+|\bSELECT\s+@\w+|\bTRY_CONVERT\s*\(|"
        r"\bFROM\s+\[\w+\]",
        "tsql",
    ),
    (
        r"\bplpgsql\b|\$\$|\bDISTINCT ON\s*\(|\bGENERATE_SERIES\s*\(|\b(?:BIG)?SERIAL\b|"
        r"\bTIMESTAMPTZ\b|::regclass|\bRETURNING\b|\bJSONB\w*\b",
        "postgres duckdb snowflake redshift",
    ),
    (
        r"\bplpgsql\b|\bLANGUAGE\s+'?sql'?\b|\bOWNER TO\b|\bCREATE\s+EXTENSION\b|"
        r"\bJSONB?_AGG\s*\(|::regclass|\bSECURITY DEFINER\b|"
        r"\bCREATE\s+MATERIALIZED\s+VIEW[^;]{0,200}TABLESPACE\b|\bST_Transform\s*\(",
        "postgres redshift",
    ),
    (r"\bILIKE\b", "postgres redshift snowflake duckdb databricks spark clickhouse bigquery"),
    (r"\s~\*?\s*'", "postgres redshift duckdb"),
    (r"\bFILTER\s*\(\s*WHERE\b", "postgres duckdb sqlite trino presto athena spark databricks"),
    (r"\b(?:DISTKEY|SORTKEY|DISTSTYLE)\b", "redshift"),
    (
        r"\b(?:APPROX_DISTINCT|ELEMENT_AT|CARDINALITY|FROM_UNIXTIME|DATE_PARSE)\s*\(",
        "trino presto athena spark databricks hive mysql",
    ),
    (r"\bWITH\s+ORDINALITY\b|\bDATE_DIFF\s*\(\s*'|\bDATE_ADD\s*\(\s*'", "trino presto athena postgres duckdb"),
    (r"\bVARCHAR2\b|\bFROM\s+DUAL\b|\bCONNECT\s+BY\b|\(\+\)|\bSYSDATE\b|\bROWNUM\b", "oracle"),
    (
        r"\bENGINE\s*=\s*InnoDB\b|\bAUTO_INCREMENT\b|\bGROUP_CONCAT\s*\(|\bSTR_TO_DATE\s*\(|"
        r"\bUNSIGNED\b",
        "mysql sqlite",
    ),
    (r"\bPRAGMA\b|\bAUTOINCREMENT\b|\bJULIANDAY\s*\(|\bSTRFTIME\s*\(\s*'", "sqlite duckdb"),
    (
        r"\bread_(?:parquet|csv|csv_auto|json|json_auto)\s*\(|\bFROM\s+range\s*\(|"
        r"\bSELECT\s+\*\s+EXCLUDE\b",
        "duckdb snowflake databricks",
    ),
    (r"\bMergeTree\b|\b(?:countIf|uniqExact|arrayJoin|toStartOf\w+)\s*\(", "clickhouse"),
    (r"\bINTERVAL\s+'\d+\s+\w+'", "postgres redshift snowflake duckdb spark databricks"),
    (
        r"\bINTERVAL\s+\d+\s+(?:DAY|WEEK|MONTH|YEAR|HOUR)\b",
        "bigquery mysql spark databricks hive clickhouse duckdb",
    ),
    (
        r"\bEXTRACT\s*\(\s*EPOCH\b|\bTO_CHAR\s*\(",
        "postgres redshift snowflake oracle duckdb teradata trino databricks spark",
    ),
    (r"\bDATE_TRUNC\s*\(\s*'", "postgres redshift snowflake duckdb trino presto athena spark databricks"),
    (r"\bNVL\s*\(", "oracle redshift snowflake spark databricks hive teradata"),
    (r"\bRLIKE\b", f"{_SPARKS} mysql snowflake"),
)  # fmt: skip


@cache
def _evidence() -> tuple[Any, tuple[frozenset[str], ...]]:
    import re2

    options = re2.Options()
    options.max_mem = 32 << 20
    options.log_errors = False
    options.case_sensitive = False
    rows = re2.Set.SearchSet(options)
    for pattern, _ in _ROWS:
        rows.Add(pattern)
    rows.Compile()
    return rows, tuple(frozenset(names.split()) for _, names in _ROWS)


def possible(text: str) -> frozenset[str]:
    """Return the dialects that have everything which a text shows; all of them where it shows nothing.

    Rows that contradict each other prove nothing, and all dialects are possible.
    """
    found = ALL
    for names in shown(text):
        found &= names
    return found or ALL


def shown(text: str) -> list[frozenset[str]]:
    """Return, for each thing that a text shows, the dialects that have it."""
    rows, names = _evidence()
    return [names[place] for place in rows.Match(text.encode(errors="replace")) or ()]


# Parsers in the order in which they are tried where nothing is shown: the laxer first.
_PARSERS = ("", "spark", "bigquery", "postgres", "snowflake")
_LIKELY = (
    "bigquery", "snowflake", "postgres", "databricks", "spark", "tsql", "redshift", "duckdb",
    "trino", "mysql", "oracle", "sqlite", "hive", "clickhouse", "teradata", "athena", "presto",
)  # fmt: skip


def parsers(candidates: frozenset[str], evidence: list[frozenset[str]]) -> tuple[str, ...]:
    """Return the dialects to try, likeliest first: those that most of what is shown speaks for."""
    if len(candidates) == 1:
        return (*candidates, "")
    if not evidence:
        return _PARSERS
    votes = {name: sum(1 / len(names) for names in evidence if name in names) for name in _LIKELY}
    likely = sorted(_LIKELY, key=lambda name: -votes[name])[:3]
    return (*likely, "")
