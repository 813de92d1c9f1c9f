"""An exercise as a person wrote it: `exercise.toml` and the files beside it.

    onboarding/01_peeking/
      README.md            the story and the task
      exercise.toml        what this module reads
      analysis.py          the stub that the learner repairs
      grade.py             cases(seed) and judge(cases, answers)
      make_data.py         example(seed): the data file that a learner is given
      solution/            one solution and, in variants/, correct answers in other styles
      wrong/               known wrong answers, each with the misconception that it must fail with

`form` is "function" for all that exist; other forms (a query, a review) will be
further values of it with a grading function of their own.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
import tomllib
import types
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from groundrules.content import room
from groundrules.errors import ContentError, UsageError

_Entry = TypeVar("_Entry", "Misconception", "Mutation")

_HINTS = 3
_FORMS = ("function",)
_FILES = ("README.md", "grade.py", "make_data.py")


@dataclass(frozen=True, slots=True)
class Misconception:
    """A belief that leads to a wrong answer, with help that grows in three steps."""

    id: str
    says: str
    code: str | None
    hints: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Mutation:
    """A change of the data under which a right analysis keeps a known property."""

    id: str
    does: str
    expects: str
    misconception: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise, checked for form but with none of its code run yet."""

    folder: Path
    id: str
    title: str
    order: int
    minutes: int
    version: int
    standard: str
    rules: tuple[str, ...]
    form: str
    file: str
    function: str
    requires: tuple[str, ...]
    seconds: float
    memory_mb: int
    misconceptions: Mapping[str, Misconception]
    mutations: Mapping[str, Mutation]

    @property
    def seed(self) -> int:
        """The seed of this version: the same check twice gives the same answer."""
        return zlib.crc32(f"{self.id}/{self.version}".encode())

    def code(self, module: str, name: str) -> Callable[..., Any]:
        """Return the function `name` of the exercise's own `module`, imported by path."""
        try:
            found = getattr(importlib.import_module(f"{_package(self.folder)}.{module}"), name)
        except AttributeError:
            raise ContentError(
                f"{self.folder / module}.py has no function {name}(): add it"
            ) from None
        assert callable(found)
        return found  # type: ignore[no-any-return]


def exercises(folder: Path | None = None) -> list[Exercise]:
    """Return the exercises of `folder`, or those that came with groundrules, in their order."""
    place = folder if folder is not None else room("onboarding")
    if not place.is_dir():
        raise UsageError(f"{place} is not a folder: name the folder that holds the exercises")
    found = [load(path.parent) for path in sorted(place.glob("*/exercise.toml"))]
    if not found:
        raise UsageError(f"{place} holds no exercise: each is a folder with an exercise.toml")
    return sorted(found, key=lambda exercise: (exercise.order, exercise.id))


def find(name: str, folder: Path | None = None) -> Exercise:
    """Return the exercise `name`, which may be shortened to its number or its word."""
    known = exercises(folder)
    for exercise in known:
        number, _, word = exercise.id.partition("_")
        if name in (exercise.id, number, number.lstrip("0"), word):
            return exercise
    ids = ", ".join(exercise.id for exercise in known)
    raise UsageError(f"there is no exercise {name!r}: choose one of {ids}")


def load(folder: Path) -> Exercise:
    """Read `folder/exercise.toml` and check it, or say what is wrong with it and where."""
    path = folder / "exercise.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ContentError(f"{path} is not valid TOML: {error}") from None
    except OSError as error:
        raise ContentError(f"{path} cannot be read: {error.strerror}") from None
    limits = _take(table, "limits", dict, path)
    misconceptions = {
        entry.id: entry for entry in _tables(table, "misconceptions", path, _misconception)
    }
    mutations = {entry.id: entry for entry in _tables(table, "mutations", path, _mutation)}
    exercise = Exercise(
        folder=folder.resolve(),
        id=_take(table, "id", str, path),
        title=_take(table, "title", str, path),
        order=_take(table, "order", int, path),
        minutes=_take(table, "minutes", int, path),
        version=_take(table, "version", int, path),
        standard=_take(table, "standard", str, path),
        rules=_words(table, "rules", path),
        form=_take(table, "form", str, path),
        file=_take(table, "file", str, path),
        function=_take(table, "function", str, path),
        requires=_words(table, "requires", path),
        seconds=float(_take(limits, "seconds", (int, float), path)),
        memory_mb=_take(limits, "memory_mb", int, path),
        misconceptions=misconceptions,
        mutations=mutations,
    )
    _check(exercise, path)
    return exercise


def _check(exercise: Exercise, path: Path) -> None:
    """Refuse what reads well but could not work."""
    if exercise.id != exercise.folder.name:
        raise ContentError(
            f"{path}: id is {exercise.id!r} but the folder is {exercise.folder.name!r}: "
            "give both one name"
        )
    if exercise.form not in _FORMS:
        raise ContentError(f"{path}: form {exercise.form!r} is unknown: use {' or '.join(_FORMS)}")
    if Path(exercise.file).name != exercise.file or not exercise.file.endswith(".py"):
        raise ContentError(f"{path}: file must be a bare name like analysis.py")
    if exercise.seconds <= 0 or exercise.memory_mb <= 0:
        raise ContentError(f"{path}: [limits] must be above nought")
    for mutation in exercise.mutations.values():
        if mutation.misconception not in exercise.misconceptions:
            raise ContentError(
                f"{path}: mutation {mutation.id!r} names the misconception "
                f"{mutation.misconception!r}, which has no [[misconceptions]] table: add one"
            )
    for name in (*_FILES, exercise.file):
        if not (exercise.folder / name).is_file():
            raise ContentError(f"{exercise.folder} lacks {name}: every exercise has one")


def _misconception(table: dict[str, Any], path: Path) -> Misconception:
    hints = _words(table, "hints", path)
    id_ = _take(table, "id", str, path)
    if len(hints) != _HINTS or not all(hint.strip() for hint in hints):
        raise ContentError(
            f"{path}: misconception {id_!r} has {len(hints)} hints: "
            f"write {_HINTS}, each helping more"
        )
    code = _take(table, "code", str, path) if "code" in table else None
    return Misconception(id_, _take(table, "says", str, path), code, (hints[0], hints[1], hints[2]))


def _mutation(table: dict[str, Any], path: Path) -> Mutation:
    keys = ("id", "does", "expects", "misconception")
    return Mutation(*(_take(table, key, str, path) for key in keys))


def _tables(
    table: dict[str, Any], key: str, path: Path, read: Callable[[dict[str, Any], Path], _Entry]
) -> list[_Entry]:
    """Read the array of tables `key`; refuse an empty one and an id that comes twice."""
    found = _take(table, key, list, path)
    if not found or not all(isinstance(entry, dict) for entry in found):
        raise ContentError(f"{path}: {key} must be [[{key}]] tables, and at least one")
    entries = [read(entry, path) for entry in found]
    ids = [entry.id for entry in entries]
    for id_ in ids:
        if ids.count(id_) > 1:
            raise ContentError(f"{path}: [[{key}]] has the id {id_!r} more than once: rename one")
    return entries


def _words(table: dict[str, Any], key: str, path: Path) -> tuple[str, ...]:
    words = _take(table, key, list, path)
    if not all(isinstance(one, str) for one in words):
        raise ContentError(f"{path}: {key} must be a list of texts")
    return tuple(words)


def _take(table: dict[str, Any], key: str, kind: Any, path: Path) -> Any:
    """Return `table[key]`, or say which key is missing or of the wrong kind."""
    if key not in table:
        raise ContentError(f"{path} lacks the key {key!r}: add it")
    value = table[key]
    if not isinstance(value, kind) or isinstance(value, bool):
        wanted = getattr(kind, "__name__", "number")
        raise ContentError(f"{path}: {key} is {value!r}, and must be of type {wanted}")
    return value


def _package(folder: Path) -> str:
    """Make `folder` importable as a package, so that grade.py can `from .make_data import`."""
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    name = f"_groundrules_exercise_{digest}"
    if name not in sys.modules:
        package = types.ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package
    return name
