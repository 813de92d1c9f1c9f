"""Comments that silence a finding: `# noqa: EXP002`, `# groundrules: ignore[EXP002] reason`."""

from __future__ import annotations

import re

_COMMENT = re.compile(
    r"(?:#|--)\s*(?:noqa(?::\s*(?P<noqa>[A-Z]{1,3}\d*(?:[,\s]+[A-Z]{1,3}\d+)*))?(?![\w:])"
    r"|groundrules:\s*ignore\[(?P<ours>[^\]]*)\])",
    re.I,
)


def silences(line: str, code: str) -> bool:
    """Whether a source line carries a comment that silences `code`; a bare noqa silences all."""
    for found in _COMMENT.finditer(line):
        if found["ours"] is None and found["noqa"] is None:
            return True
        codes = re.split(r"[,\s]+", (found["ours"] or found["noqa"]).upper().strip())
        if any(given and code.startswith(given) for given in codes):
            return True
    return False
