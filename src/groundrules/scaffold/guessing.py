"""What a project without a record was asked when it was made, read off its files.

Free answers are found where the template puts them: the line is rendered with a mark, and what stands in its place in
the project is the answer. Of choices that one is taken whose rendering shares most lines with the project.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from groundrules.scaffold import asking, names, rendering, tree
from groundrules.scaffold.templates import Template
from groundrules.scaffold.text_merge import plain

_MARK = "qxjzmark"
_RAW = (".md", ".txt", "LICENSE")  # where an answer stands as it was said, in no quotes


def answers(template: Template, project: Path, given: Mapping[str, str]) -> dict[str, str]:
    """Return an answer to each question of the template: given, guessed, or its default."""
    found = dict(given)
    if "project_slug" in template.questions and "project_slug" not in found:
        slug = project.resolve().name
        found["project_slug"] = (
            slug if names.complaint("project_slug", slug) is None else names.suggestion(slug)
        )
    mine = tree.walked(project)
    for key in template.questions:
        if key not in found and isinstance(template.asked[key], str):
            said = _free(template, key, found, mine)
            if said is not None and names.complaint(key, said) is None:
                found[key] = said
    for key in template.questions:
        choices = template.asked[key]
        if key not in found and isinstance(choices, list):
            found[key] = max(
                choices,
                key=lambda choice: _shared(_rendered(template, {**found, key: choice}), mine),
            )
    if "hooks" in template.questions and "hooks" not in given:
        kinds = [found.get("hooks", "package-index"), "installed", "package-index"]
        if isinstance(template.asked["hooks"], str):
            found["hooks"] = max(
                kinds, key=lambda kind: _shared(_rendered(template, {**found, "hooks": kind}), mine)
            )
    return asking.defaults(template, found)


def _rendered(template: Template, given: Mapping[str, str]) -> dict[str, tree.Entry]:
    with tempfile.TemporaryDirectory(prefix="groundrules-") as aside:
        return tree.walked(rendering.render(template.folder, given, Path(aside)))


def _shared(made: Mapping[str, tree.Entry], mine: Mapping[str, tree.Entry]) -> int:
    """Return how many lines files of one path have in common, less those that one of both lacks."""
    total = 0
    for path in {*made, *mine}:
        one, other = (_lines(side.get(path)) for side in (made, mine))
        if one and other:
            total += sum((one & other).values()) - sum((one - other).values())
        elif one:
            total -= sum(one.values())
    return total


def _lines(one: tree.Entry | None) -> Counter[bytes]:
    if one is None or one.content is None or len(one.content) > 65_536:
        return Counter()
    return Counter(line.strip() for line in plain(one.content).split(b"\n"))


def _free(
    template: Template, key: str, given: Mapping[str, str], mine: Mapping[str, tree.Entry]
) -> str | None:
    told: Counter[str] = Counter()
    for path, one in _rendered(template, {**given, key: _MARK}).items():
        own = mine.get(path)
        if not path.endswith(_RAW) or own is None or own.content is None or one.content is None:
            continue
        text = plain(own.content).decode(errors="replace")
        for line in plain(one.content).decode(errors="replace").split("\n"):
            if line.count(_MARK) == 1:
                before, after = map(re.escape, line.split(_MARK))
                told.update(re.findall(f"^{before}(.+?){after}$", text, re.M)[:1])
    return told.most_common(1)[0][0] if told else None
