"""Findings for programs: one JSON object, the same bytes for the same files."""

from __future__ import annotations

from typing import Any

import msgspec

from groundrules.findings import Finding, Result


def dumps(result: Result) -> str:
    """Return `{"version": 1, "findings": […], "notes": […], "tolerated": how many the baseline knows}`."""
    document = {
        "version": 1,
        "findings": [_row(finding) for finding in result.findings],
        "notes": [_row(note) for note in result.notes],
        "tolerated": len(result.tolerated),
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def _row(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        "path": finding.path,
        "cell": finding.cell,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "fix": None,
    }
