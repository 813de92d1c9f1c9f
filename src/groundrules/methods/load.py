"""The guide, loaded from our folder and the team's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from groundrules import content, documents
from groundrules.errors import ContentError, UsageError
from groundrules.methods.form import Gap, Gaps, Method, Question, Questions

Thing = TypeVar("Thing", Question, Method)
UNKNOWN = "unknown"
"""The answer that every question takes besides its own."""
MISSING = ""
"""Stands for an answer that will be given yet."""


@dataclass(frozen=True, slots=True)
class Guide:
    """Questions in the order of asking, methods and gaps by name; `files`: where each method stands."""

    questions: tuple[Question, ...]
    methods: tuple[Method, ...]
    gaps: tuple[Gap, ...]
    files: dict[str, Path]

    def question(self, name: str) -> Question:
        """Return a question; raises UsageError with the nearest name."""
        return _one(self.questions, name, "question")

    def method(self, name: str) -> Method:
        """Return a method; raises UsageError with the nearest name."""
        return _one(self.methods, name, "method")


def _one(things: Iterable[Thing], name: str, what: str) -> Thing:
    things = tuple(things)
    for thing in things:
        if thing.name == name:
            return thing
    raise UsageError(f"no {what} is called `{name}`{near(name, [thing.name for thing in things])}")


def near(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean X?`, or what is known where nothing is near."""
    names = sorted(known)
    found = get_close_matches(word, names, n=1, cutoff=0.6)
    return f"; did you mean `{found[0]}`?" if found else f"; known are {', '.join(names)}"


def load(own: Iterable[Path] = ()) -> Guide:
    """Return our guide with a team's folders added to it.

    Raises ContentError for a file that breaks its form, and for a name that is there twice.
    """
    questions: dict[str, tuple[Question, Path]] = {}
    methods: dict[str, tuple[Method, Path]] = {}
    gaps: list[Gap] = []
    for folder in (content.room("standards") / "methods", *own):
        for path in _files(folder):
            if path.name == "questions.yaml":
                for question in documents.read(path, Questions).questions:
                    _add(questions, question.name, question, path, "question")
            elif path.name == "gaps.yaml":
                gaps.extend(documents.read(path, Gaps).gaps)
            else:
                method = documents.read(path, Method)
                _check_place(method, path)
                _add(methods, method.name, method, path, "method")
    return Guide(
        tuple(question for question, _ in questions.values()),
        tuple(methods[name][0] for name in sorted(methods)),
        tuple(gaps),
        {name: path for name, (_, path) in sorted(methods.items())},
    )


def _files(folder: Path) -> list[Path]:
    """Return the files of a folder; what stands nearer to its top comes first."""
    found = folder.rglob("*.yaml")
    return sorted(found, key=lambda path: (len(path.relative_to(folder).parts), path.as_posix()))


def _add(
    into: dict[str, tuple[Thing, Path]], name: str, thing: Thing, path: Path, what: str
) -> None:
    if name in into:
        raise ContentError(f"{path}: the {what} `{name}` is there already, in {into[name][1]}")
    into[name] = (thing, path)


def _check_place(method: Method, path: Path) -> None:
    if method.name != path.stem:
        raise ContentError(f"{path}: name: `{method.name}` must be the file's, {path.stem}")
    if method.family != path.parent.name:
        raise ContentError(
            f"{path}: family: `{method.family}` must be the folder's, {path.parent.name}"
        )
