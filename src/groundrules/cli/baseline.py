"""`groundrules baseline`."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from groundrules import config as configuration
from groundrules.cli.console import answer, say
from groundrules.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from groundrules.baseline import Entry, Renewed
    from groundrules.config import Config


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand and its own."""
    parser = subcommands.add_parser(
        "baseline",
        help="tolerate the findings that are there, and report those that come",
        description="A baseline is a file beside the configuration. It knows findings by rule, file "
        "and statement, never by line: moved lines, other layout and renamed files bring none back.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    write = commands.add_parser(
        "write",
        help="make it from today's findings",
        description="Makes the baseline from what is found in the configuration's folder. One that is "
        "there loses what is no longer found, and refuses to grow.",
        epilog="Exit codes: 0 written, 1 it would grow, 2 wrong usage or configuration.",
    )
    write.add_argument("--grow", action="store_true", help="let a baseline that is there grow")
    write.add_argument("--reason", metavar="TEXT", help="why; it is kept in what is added")
    prune = commands.add_parser("prune", help="take out what is no longer found")
    show = commands.add_parser("show", help="what it tolerates, by rule and by file")
    for command, run in ((write, _write), (prune, _prune), (show, _show)):
        command.add_argument(
            "folder", nargs="?", type=Path, default=Path(), metavar="FOLDER",
            help="where the configuration is looked for (default: here)",
        )  # fmt: skip
        command.add_argument("--config", type=Path, metavar="FILE", help="as of groundrules check")
        command.set_defaults(run=run)


def _write(args: argparse.Namespace) -> int:
    reason = " ".join((args.reason or "").split())
    if args.grow != bool(reason):
        raise UsageError(
            "--grow and --reason TEXT go together: what is tolerated from now on, and why"
        )
    config, file = _asked(args)
    renewed = _renewed(config, file, reason or None)
    if file.is_file() and renewed.added and not args.grow:
        from groundrules.output import text

        answer(text.lines(renewed.added))
        say(
            f"{_count(len(renewed.added))} not in {file.name}. Mend them, or say why they stay: "
            "groundrules baseline write --grow --reason TEXT"
        )
        return 1
    _put(file, renewed.grown)
    added = f", {len(renewed.added)} of them new" if renewed.added and args.grow else ""
    say(f"{file}: {_count(_sum(renewed.grown))} tolerated{added}; {renewed.gone} taken out.")
    return 0


def _prune(args: argparse.Namespace) -> int:
    config, file = _asked(args, there=True)
    renewed = _renewed(config, file)
    _put(file, renewed.pruned)
    say(f"{file}: {_count(_sum(renewed.pruned))} tolerated; {renewed.gone} taken out.")
    return 0


def _show(args: argparse.Namespace) -> int:
    from groundrules import baseline

    config, file = _asked(args, there=True)
    entries = baseline.read(file)
    lines = [f"{_count(_sum(entries))} tolerated by {file}"]
    for title, named in (("rule", "code"), ("file", "path")):
        counts: Counter[str] = Counter()
        for entry in entries:
            counts[getattr(entry, named)] += entry.count
        rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
        lines += ["", f"by {title}", *(f"{number:6}  {name}" for name, number in rows)]
    reasons = Counter({entry.reason: 0 for entry in entries if entry.reason})
    for entry in entries:
        if entry.reason:
            reasons[entry.reason] += entry.count
    if reasons:
        lines += ["", "added later", *(f"{n:6}  {reason}" for reason, n in sorted(reasons.items()))]
    answer("\n".join(lines))
    renewed = _renewed(config, file)
    if renewed.gone:
        say(f"{renewed.gone} of them are no longer found: groundrules baseline prune")
    return 0


def _asked(args: argparse.Namespace, *, there: bool = False) -> tuple[Config, Path]:
    """Return the configuration and its baseline's file."""
    config = configuration.load(args.folder, args.config)
    if config.file is None:
        raise ConfigError(
            f"{args.folder.resolve()}: no groundrules.toml or [tool.groundrules] here or above it: a "
            "baseline stands beside one"
        )
    file = config.baseline or config.root / configuration.BASELINE
    if there and not file.is_file():
        raise UsageError(f"{file}: no such file; make it by groundrules baseline write")
    return config, file


def _renewed(config: Config, file: Path, reason: str | None = None) -> Renewed:
    from dataclasses import replace

    from groundrules import baseline, check

    entries = baseline.read(file) if file.is_file() else []
    result = check.check_paths(
        [_called(config.root)], config=replace(config, baseline=None), cached=True, anchored=True
    )
    return baseline.renewed([*result.findings, *result.notes], entries, config.root, reason)


def _called(folder: Path) -> Path:
    """Return a folder as it is called from here, where that is shorter."""
    here = Path.cwd().resolve()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _put(file: Path, entries: Iterable[Entry]) -> None:
    from groundrules import baseline
    from groundrules.new_file import write_new

    write_new(file, baseline.dumps(entries), force=True)


def _sum(entries: Iterable[Entry]) -> int:
    return sum(entry.count for entry in entries)


def _count(number: int) -> str:
    return f"{number:,} finding is" if number == 1 else f"{number:,} findings are"
