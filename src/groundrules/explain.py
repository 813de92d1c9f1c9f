"""A rule's page: its docstring, its standard and its exercise."""

from __future__ import annotations

import inspect

from groundrules import content
from groundrules.rules import Rule


def page(rule: Rule) -> str:
    """Return the page as text."""
    head = f"{rule.code} {rule.name} ({rule.severity.value})"
    parts = [
        head,
        "=" * len(head),
        "",
        inspect.cleandoc(rule.__doc__ or ""),
        "",
        f"Mend: {rule.mend}",
    ]
    standard = content.room("standards") / f"{rule.standard}.md"
    parts.append(
        f"Standard: standards/{rule.standard}.md" + ("" if standard.is_file() else " (your team's)")
    )
    if rule.exercise:
        parts.append(f"Practise: groundrules learn start {rule.exercise}")
    parts.append(
        f"Silence one line, with a reason: # groundrules: ignore[{rule.code}] why it is right here"
    )
    return "\n".join(parts)
