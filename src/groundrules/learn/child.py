"""The far side of the sandbox: runs the learner's function on each frame of one job.

Started by path in an isolated interpreter (`python -I child.py JOB`), so it imports
the standard library only and knows nothing of groundrules, of mutations or of
expected values. JOB holds `job.json` and `frames.pickle`, both written by the parent.

It speaks on the standard output that it was born with, one JSON line at a time:
"missing" and a package, or "ready", then [index, {"value": …}] or
[index, {"error": …}] for each frame, then "done". What the learner prints goes to
standard error instead. The learner's code could write such lines too, and would
gain nothing: the parent judges values, and only the right value is right.

The guards below stop accidents and casual tampering, and they are not the proof of
fairness. Code that is determined to get round them (through ctypes, say) can; the
kernel's own walls, where the parent found any, are around this process.
"""

from __future__ import annotations

import importlib.util
import json
import os
import pickle
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

_LONGEST_ANSWER = 100_000
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PROCESSES = ("subprocess.Popen", "os.system", "os.fork", "os.forkpty", "os.exec", "os.posix_spawn",
              "os.spawn", "os.startfile", "pty.spawn")  # fmt: skip
_NETWORK = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg",
            "socket.getaddrinfo", "socket.gethostbyname")  # fmt: skip
_CHANGES = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "os.link",
            "os.symlink", "os.chmod", "os.chown", "os.utime", "shutil.rmtree")  # fmt: skip


def main(job_folder: Path) -> None:
    """Run one job and leave by `os._exit`, so that no exit handler of the learner's runs."""
    job = json.loads((job_folder / "job.json").read_text(encoding="utf-8"))
    speak = _own_channel()
    for package in job["requires"]:
        try:
            importlib.import_module(package)
        except ImportError as error:
            speak(json.dumps(["missing", f"{package}: {error}"]))
            os._exit(0)
    frames = pickle.loads((job_folder / "frames.pickle").read_bytes())
    for used in ("job.json", "frames.pickle"):
        (job_folder / used).unlink()
    _limit_memory(job["memory_mb"])
    speak(json.dumps("ready"))
    source = Path(job["source"])
    _guard(inside=source.parent, hidden=Path(job["hidden"]))
    run_all(source, job["function"], frames, speak)
    speak(json.dumps("done"))
    os._exit(0)


def run_all(source: Path, function: str, frames: list[Any], speak: Callable[[str], None]) -> None:
    """Answer for each frame, in order; an error in one does not stop the others."""
    try:
        analyse = _load(source, function)
    except BaseException as error:  # sys.exit at import is an answer as well
        speak(json.dumps(["import", _told(error, source)]))
        return
    for index, frame in enumerate(frames):
        speak(json.dumps(["begin", index]))
        try:
            line = json.dumps([index, {"value": plain(analyse(frame))}])
            if len(line) > _LONGEST_ANSWER:
                raise ValueError(f"the answer is {len(line)} characters long")
        except BaseException as error:
            line = json.dumps([index, _told(error, source)])
        speak(line)


def plain(value: Any, depth: int = 0) -> Any:
    """Return `value` as JSON can carry it; what cannot be carried becomes its type's name."""
    if value is None or isinstance(value, bool | int | float | str):
        # A subclass (numpy's float64 is one) could bring its own idea of itself.
        for kind in (bool, int, float, str):
            if isinstance(value, kind):
                return kind(value)
        return None
    if depth > 5:
        return f"<{type(value).__name__}>"
    if isinstance(value, dict):
        return {str(key): plain(inner, depth + 1) for key, inner in value.items()}
    if hasattr(value, "tolist"):  # numpy arrays and scalars, pandas Series
        return plain(value.tolist(), depth + 1)
    if isinstance(value, tuple | list):
        return [plain(inner, depth + 1) for inner in value]
    return f"<{type(value).__name__}>"


def _load(source: Path, function: str) -> Callable[[Any], Any]:
    """Import the learner's file under its own name and return the function."""
    spec = importlib.util.spec_from_file_location(source.stem, source)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[source.stem] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    found = getattr(module, function, None)
    if not callable(found):
        raise AttributeError(f"{source.name} has no function {function}()")
    return found  # type: ignore[no-any-return]


def _told(error: BaseException, source: Path) -> dict[str, Any]:
    """Describe `error` with the last line of the learner's own file that it passed."""
    line = getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == str(source):
            line = number
    try:
        text = " ".join(str(error).split())[:300]
    except BaseException:  # an exception whose __str__ raises
        text = ""
    return {"error": f"{type(error).__name__}: {text}".rstrip(": "), "line": line}


def _own_channel() -> Callable[[str], None]:
    """Keep the standard output for ourselves, and send what the learner prints to stderr."""
    channel = os.dup(1)
    os.dup2(2, 1)
    write = os.write

    def speak(line: str) -> None:
        data = line.encode() + b"\n"
        while data:
            data = data[write(channel, data) :]

    return speak


def _limit_memory(megabytes: int) -> None:
    """Cap the memory that this process may write to, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    # RLIMIT_DATA where it counts private mappings (Linux): RLIMIT_AS would also
    # count address space that Arrow, DuckDB and BLAS reserve and never touch.
    kind = resource.RLIMIT_DATA if sys.platform.startswith("linux") else resource.RLIMIT_AS
    largest_file = 64 * 1024 * 1024
    for limit, value in ((kind, megabytes * 1024 * 1024), (resource.RLIMIT_FSIZE, largest_file)):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):  # the system has a lower cap, or none to set
            continue


def _guard(inside: Path, hidden: Path) -> None:
    """Refuse network, other processes, writing outside `inside` and reading in `hidden`.

    Each refusal is a PermissionError, so that a library which tries one of these
    things by the way, and can do without, does without.
    """
    sys.dont_write_bytecode = True
    home, secret = os.path.realpath(inside), os.path.realpath(hidden)
    own, realpath, decode = os.getpid(), os.path.realpath, os.fsdecode

    def within(path: object, folder: str) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return False  # an open descriptor: it was checked when it was opened
        try:
            name = realpath(decode(path))
        except OSError:  # the working folder itself was deleted
            return False
        return name == folder or name.startswith(folder + os.sep)

    def outside(path: object) -> bool:
        named = isinstance(path, str | bytes | os.PathLike)
        return named and not within(path, home) and not within(path, "/dev")

    def refuse(what: str) -> None:
        raise PermissionError(f"an exercise's code may not {what}")

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = args
            if within(path, secret):
                refuse("read the exercise's own folder")
            if isinstance(flags, int) and flags & _WRITES and outside(path):
                refuse("write outside its own temporary folder")
        elif event in _NETWORK:
            refuse("use the network")
        elif event in _PROCESSES or (event == "os.kill" and args[0] != own):
            refuse("start or stop other processes")
        elif event in _CHANGES and any(outside(arg) for arg in args[:2]):
            refuse("change files outside its own temporary folder")
        elif event in ("os.listdir", "os.scandir") and within(args[0], secret):
            refuse("read the exercise's own folder")

    sys.addaudithook(hook)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
