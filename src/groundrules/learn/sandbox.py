"""The near side of the sandbox: start the child, wait within limits, read its lines.

What keeps the learner's code apart:

* its own interpreter (`python -I`), session, empty temporary folder and environment;
* a time limit, and a memory limit where the system has `resource`;
* on Linux, where unprivileged namespaces are allowed: no network, and a process
  tree of its own that ends with it;
* everywhere: an audit hook against network, processes and files elsewhere, which
  stops accidents and simple tampering, not somebody determined (see `child.py`).

`Run.walls` says which of these stood, so that nobody believes in one that did not.
Names of mutations, expected values and the grader never go to the child.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

_CHILD = Path(__file__).with_name("child.py")
_STARTUP_SECONDS = 60.0  # importing pandas on a cold, busy machine is nobody's mistake
_MOST_READ = 16 * 1024 * 1024
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")
_NAMESPACES = ("--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child")


@dataclass(frozen=True, slots=True)
class Job:
    """A learner's file, the frames to run it on, and the limits."""

    source: Path
    file_name: str
    function: str
    frames: Sequence[Any]
    requires: Sequence[str]
    hidden: Path
    seconds: float
    memory_mb: int


@dataclass(slots=True)
class Run:
    """What came back. `answers[i]` belongs to frame i and is missing where none came."""

    answers: dict[int, Any] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)
    import_error: str | None = None
    environment: str | None = None  # why the learner's code was never reached
    ended: str | None = None  # why it stopped before its end
    stopped_at: int | None = None  # the frame that it was at when it stopped
    printed: str = ""
    walls: tuple[str, ...] = ()


def run(job: Job) -> Run:
    """Run `job` to its end or its limits. Never raises for what the learner's code does."""
    with tempfile.TemporaryDirectory(prefix="groundrules-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        work = place / "work"
        work.mkdir()
        shutil.copyfile(job.source, work / job.file_name)
        _write_job(job, place, work / job.file_name)
        # Each file is opened twice, before the child starts: whatever becomes of its
        # name, we go on reading the file that we made.
        with (
            (place / "lines").open("wb") as lines_in,
            (place / "lines").open("rb") as lines_out,
            (place / "printed").open("wb") as printed_in,
            (place / "printed").open("rb") as printed_out,
        ):
            return _watch(job, place, work, (lines_in, lines_out), (printed_in, printed_out))


def _write_job(job: Job, place: Path, source: Path) -> None:
    order = {
        "source": str(source),
        "function": job.function,
        "requires": list(job.requires),
        "hidden": str(job.hidden.resolve()),
        "memory_mb": job.memory_mb,
    }
    (place / "job.json").write_text(json.dumps(order), encoding="utf-8")
    (place / "frames.pickle").write_bytes(pickle.dumps(list(job.frames)))


def _watch(
    job: Job,
    place: Path,
    work: Path,
    lines: tuple[IO[bytes], IO[bytes]],
    printed: tuple[IO[bytes], IO[bytes]],
) -> Run:
    """Start the child, wait for it, end whatever is left of it, read what it said."""
    command = [*_namespaces(), sys.executable, "-I", str(_CHILD), str(place)]
    try:
        process = subprocess.Popen(
            command, cwd=work, env=_environment(work), stdin=subprocess.DEVNULL,
            stdout=lines[0], stderr=printed[0], start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        return Run(environment=f"a separate Python could not be started: {error}")
    try:
        in_time = _wait(process, Path(lines[0].name), job.seconds)
    finally:
        _end(process)
    result = Run(walls=_walls())
    result.printed = printed[1].read(_MOST_READ).decode("utf-8", "replace")[-4000:]
    ready = _collect(result, lines[1].read(_MOST_READ), len(job.frames))
    if not ready and result.environment is None:
        last = result.printed.strip().splitlines()[-1:] or ["it said nothing"]
        result.environment = f"the separate Python ended before your code was reached: {last[0]}"
    elif not in_time:
        result.ended = f"it was still running after {job.seconds:g} seconds"
    return result


def _wait(process: subprocess.Popen[bytes], lines: Path, seconds: float) -> bool:
    """Wait for the end, with a limit that starts only when the learner's code does."""
    deadline, ready = time.monotonic() + _STARTUP_SECONDS, False
    pause = 0.005
    while process.poll() is None:
        if not ready and lines.stat().st_size > 0:
            ready, deadline = True, time.monotonic() + seconds
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the child and all that it left running in its session."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):  # nobody is left in it
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _collect(result: Run, said: bytes, frames: int) -> bool:
    """Fill `result` from the child's lines; return whether the learner's code was reached."""
    ready, done, at = False, False, None
    for message in _messages(said):
        match message:
            case "ready":
                ready = True
            case "done":
                done = True
            case ["missing", str(package)] if not ready:
                result.environment = f"Python could not import {package}"
            case ["import", {"error": str(text), "line": line}]:
                result.import_error = _placed(text, line)
            case ["begin", int(index)]:
                at = index
            case [int(index), {"value": value}] if 0 <= index < frames:
                result.answers.setdefault(index, value)
            case [int(index), {"error": str(text), "line": line}] if 0 <= index < frames:
                result.errors.setdefault(index, _placed(text, line))
            case _:  # a line that is not ours: the learner's code found the channel
                continue
    if ready and not done:
        result.ended = "it ended the whole process before it had answered"
        result.stopped_at = at
    return ready


def _messages(said: bytes) -> Iterator[Any]:
    for line in said.splitlines():
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            continue


def _placed(text: str, line: object) -> str:
    return f"{text} (line {line})" if isinstance(line, int) else text


def _environment(work: Path) -> dict[str, str]:
    """Only what an interpreter needs to start; no token or setting of the learner's."""
    kept = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    found = {name: os.environ[name] for name in kept if name in os.environ}
    threads = dict.fromkeys(_THREADS, "1")  # many would count against the memory limit
    places = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(work))
    return found | threads | places


@functools.cache
def _namespaces() -> tuple[str, ...]:
    """The command that puts a process into namespaces of its own, or () where it cannot."""
    program = shutil.which("unshare")
    if program is None or not sys.platform.startswith("linux"):
        return ()
    command = (program, *_NAMESPACES)
    try:
        tried = subprocess.run([*command, "true"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.SubprocessError):
        return ()
    return command if tried.returncode == 0 else ()


def _walls() -> tuple[str, ...]:
    walls = ["own process and folder", "time limit", "audit hook"]
    if sys.platform.startswith("linux") or sys.platform == "darwin":
        walls.insert(2, "memory limit")
    if _namespaces():
        walls.append("no network and own process tree (kernel)")
    return tuple(walls)
