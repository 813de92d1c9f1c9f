"""A command: started without a shell, listened to, and ended with all that it began when the run ends.

On POSIX it leads a session of its own, so that a signal reaches it and its children and nobody else. A guard, a shell
that waits on a pipe, ends that session when the run is gone without a word (`kill -9`); on Windows there is none.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundrules.errors import UsageError
from groundrules.runs import state

Echo = Callable[[bytes], None]
_POSIX = os.name == "posix"
_PATIENCE = 5.0  # seconds between asking a command to end and ending it
_TAIL = 4_000  # bytes
# `kill -9 -- -1` is no call that dash takes.
_GUARD = 'read -r group && { read -r over || kill -s KILL -- "-$group"; }'


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    """Below 0: the signal that ended it."""
    tail: tuple[str, ...]
    """The last lines that it printed."""


def run(words: Sequence[str], output: Path, echo: Echo, lock: int) -> Ran:
    """Run a command and return how it ended; what it prints goes to `echo` and into the file `output`.

    Raises UsageError where it cannot be started or its output cannot be kept.
    """
    environment = _environment()
    started = _words(words, environment["PATH"])
    with state.writing(output):
        stream = output.open("wb", buffering=0)
    with stream, _guard() as tell_guard:
        try:
            process = _start(started, environment, lock)
        except OSError as error:
            raise UsageError(f"`{words[0]}` cannot be started: {error.strerror}") from error
        tell_guard(f"{process.pid}\n")
        listener = _Listener(process, stream.write, echo)
        try:
            listener.start()
            code = process.wait()
        except BaseException:
            _end(process)
            raise
        finally:
            # What it left running in the background may hold the pipe open: it is heard for a second.
            listener.join(1.0)
        tell_guard("over\n")
    if listener.error is not None:
        with state.writing(output):
            raise listener.error
    return Ran(code, listener.lines())


class _Listener(threading.Thread):
    """Hears what a command prints until it is silent, whoever cannot be told of it."""

    def __init__(
        self, process: subprocess.Popen[bytes], keep: Callable[[bytes], object], echo: Echo
    ) -> None:
        super().__init__(daemon=True)
        assert process.stdout is not None
        self._from, self._keep, self._echo = process.stdout, keep, echo
        self._tail = b""
        self.error: OSError | None = None

    def run(self) -> None:
        with suppress(ValueError):  # the file was closed: nobody listens any more
            while chunk := os.read(self._from.fileno(), 65536):
                self._tail = (self._tail + chunk)[-_TAIL:]
                try:
                    self._keep(chunk)
                except OSError as error:
                    self.error = self.error or error
                with suppress(OSError):
                    self._echo(chunk)

    def lines(self) -> tuple[str, ...]:
        """Return the last ten lines."""
        return tuple(self._tail.decode(errors="replace").splitlines()[-10:])


def _environment() -> dict[str, str]:
    """Return the environment of a shell in which that of the running interpreter is active."""
    programs = str(Path(sys.executable).parent)
    path = programs + os.pathsep + os.environ.get("PATH", os.defpath)
    # Python keeps what it prints until there is much of it, unless it is told not to.
    return {"PYTHONUNBUFFERED": "1", **os.environ, "PATH": path}


def _words(words: Sequence[str], path: str) -> list[str]:
    program, *rest = words
    if program in ("python", "python3"):
        return [sys.executable, *rest]
    if program == "groundrules":
        # -P: a statistics.py of the project is not Python's own.
        return [sys.executable, "-P", "-m", "groundrules", *rest]
    found = shutil.which(program, path=path)
    if found:
        return [found, *rest]
    if not Path(program).is_file():
        mend = "install it, or write its path" if os.sep not in program else "look at its path"
        raise UsageError(f"`{program}` cannot be started: there is no such program; {mend}")
    if os.sep in program:
        mend = f"chmod +x {program}, or name its interpreter first, as in [bash, {program}]"
        raise UsageError(f"`{program}` cannot be started: it may not be executed; {mend}")
    raise UsageError(
        f"`{program}` cannot be started: it is a file here and no program of the PATH; name its interpreter first, "
        f"as in [python, {program}], or write ./{program}"
    )


def _start(words: list[str], environment: dict[str, str], lock: int) -> subprocess.Popen[bytes]:
    own: dict[str, Any] = (
        {"start_new_session": True, "pass_fds": (lock,)}
        if _POSIX
        else {"creationflags": _new_group()}
    )
    process: subprocess.Popen[bytes] = subprocess.Popen(
        words,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        bufsize=0,
        **own,
    )
    return process


def _new_group() -> int:
    return int(getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command and all in its session: asked to, then told to, then without being asked."""
    if not _POSIX:
        subprocess.run(
            ["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False
        )
        process.wait()
        return
    try:
        for sign in (signal.SIGINT, signal.SIGTERM):
            if process.poll() is None:
                os.killpg(process.pid, sign)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_PATIENCE)
    finally:  # a second Ctrl-C comes here at once
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def _guard() -> Iterator[Callable[[str], None]]:
    """Keep a guard, and yield how to tell it whom to end and that it is over."""
    if not _POSIX:
        yield lambda _text: None
        return
    guard = subprocess.Popen(
        ["/bin/sh", "-c", _GUARD],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        bufsize=0,
    )
    assert guard.stdin is not None

    def tell(text: str) -> None:
        with suppress(BrokenPipeError):
            guard.stdin.write(text.encode())  # type: ignore[union-attr]

    try:
        yield tell
    finally:
        with suppress(BrokenPipeError):
            guard.stdin.close()
        guard.wait()
