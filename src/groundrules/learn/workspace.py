"""The learner's folder: start an exercise there, check it, ask for the next hint."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from groundrules.errors import UsageError
from groundrules.learn import progress as memory
from groundrules.learn.exercise import Exercise, Misconception, exercises, find
from groundrules.learn.grading import DOES_NOT_RUN, Report, Verdict, grade, need
from groundrules.learn.progress import Progress


@dataclass(frozen=True, slots=True)
class Started:
    """What `start` did: files that it wrote, and files that were there and stayed."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hint:
    """One step of help, its number, and the last number that there is."""

    misconception: Misconception
    step: int
    steps: int
    text: str


def start(exercise: Exercise, folder: Path, team_folder: Path | None = None) -> Started:
    """Put README, stub and example data into `folder`; what is there already stays as it is."""
    need(exercise)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file: name a folder with -o")
    before = memory.read(folder)
    if before is not None and before.exercise != exercise.id:
        raise UsageError(f"{folder} already holds {before.exercise}: name another folder with -o")
    texts: dict[str, str] = exercise.code("make_data", "example")(exercise.seed)
    folder.mkdir(parents=True, exist_ok=True)
    written, kept = [], []
    for name in ("README.md", exercise.file, *sorted(texts)):
        target = folder / name
        if target.exists():
            kept.append(name)
            continue
        if name in texts:
            target.write_text(texts[name], encoding="utf-8", newline="\n")
        else:
            shutil.copyfile(exercise.folder / name, target)
        written.append(name)
    if before is None:
        team = None if team_folder is None else os.path.relpath(team_folder, folder)
        memory.write(folder, Progress(exercise.id, exercise.version, team, started=memory.now()))
    return Started(folder, tuple(written), tuple(kept))


def open_folder(path: Path, team_folder: Path | None = None) -> tuple[Path, Exercise, Progress]:
    """Return the folder that `path` is (or is a file of), its exercise and its state."""
    if not path.exists():
        raise UsageError(f"{path} is not there: name the folder of an exercise, or its file")
    folder = path if path.is_dir() else path.parent
    state = memory.read(folder)
    if state is None:
        raise UsageError(
            f"{folder} is not the folder of an exercise. Begin one with "
            "`groundrules learn start ID`, then name its folder"
        )
    if team_folder is None and state.exercises is not None:
        team_folder = folder / state.exercises
    return folder, find(state.exercise, team_folder), state


def check(
    path: Path, seed: int | None = None, team_folder: Path | None = None
) -> tuple[Exercise, Report]:
    """Grade the work in `path` and remember how it went."""
    folder, exercise, state = open_folder(path, team_folder)
    source = path if path.is_file() and path.suffix == ".py" else folder / exercise.file
    report = grade(exercise, source, seed)
    if report.verdict is not Verdict.GRADER_PROBLEM:  # that says nothing about the learner
        state.checks += 1
        state.verdict = report.verdict.value
        state.version = exercise.version
        state.named = [named.misconception.id for named in report.named]
        for name in state.named:
            state.met[name] = state.met.get(name, 0) + 1
        if report.verdict is Verdict.PASS and state.passed is None:
            state.passed = memory.now()
        memory.write(folder, state)
    return exercise, report


def hint(path: Path, about: str | None = None, team_folder: Path | None = None) -> Hint:
    """Return the next hint about the first misconception of the last check; the last one stays."""
    folder, exercise, state = open_folder(path, team_folder)
    known = {DOES_NOT_RUN.id: DOES_NOT_RUN, **exercise.misconceptions}
    main = next(iter(exercise.misconceptions))
    name = about or next((one for one in state.named if one in known), main)
    if name not in known:
        raise UsageError(f"{exercise.id} knows no {name!r}: choose one of {', '.join(known)}")
    hints = known[name].hints
    step = max(1, min(state.hints.get(name, 0) + 1, len(hints)))
    state.hints[name] = step
    memory.write(folder, state)
    return Hint(known[name], step, len(hints), hints[step - 1])


def states(folder: Path, team_folder: Path | None = None) -> list[tuple[Exercise, str]]:
    """Return each exercise with how it stands in `folder` and in the folders inside it."""
    found: dict[str, Progress] = {}
    for place in (folder, *sorted(one for one in folder.iterdir() if one.is_dir())):
        state = memory.read(place)
        if state is not None and (state.exercise not in found or state.passed):
            found[state.exercise] = state
    return [(exercise, _in_words(found.get(exercise.id))) for exercise in exercises(team_folder)]


def _in_words(state: Progress | None) -> str:
    if state is None:
        return "new"
    if state.passed:
        return "passed"
    if not state.checks:
        return "started"
    return f"not yet ({state.checks} check{'s' if state.checks > 1 else ''})"
