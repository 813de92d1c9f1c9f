"""`groundrules metrics pages`."""

from __future__ import annotations

import argparse
from pathlib import Path

from groundrules.cli.console import answer
from groundrules.cli.metrics_lint import needs


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "pages",
        help="write a page for each metric and a data dictionary of each source table",
        description="Write the catalogue as pages: an index, a page for each metric (definition, SQL, examples, plans "
        "that name it) and for each source table (columns, grain, owner, freshness, contract, metrics that use it). "
        "Pages of metrics that are gone are removed.",
        epilog="Exit codes: 0 written, or with --check up to date; 1 with --check: pages are missing, old or too many.",
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--html", action="store_true", help="also as HTML, beside the Markdown")
    parser.add_argument(
        "--check", action="store_true", help="write nothing: say which pages are not up to date"
    )
    parser.add_argument(
        "--plans",
        type=Path,
        default=Path(),
        metavar="FOLDER",
        help="where plans are looked for (default: here)",
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="as of groundrules check")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the pages, or check them."""
    needs("metrics pages", "ibis", *(["mistune"] if args.html else []))
    from groundrules import config as configuration
    from groundrules.metrics import catalogue
    from groundrules.metrics.pages import pages
    from groundrules.metrics.uses import plans

    config = configuration.load(Path(), args.config)
    found = pages(catalogue.load(config), plans(args.plans, config))
    if args.html:
        found |= {
            path.removesuffix(".md") + ".html": _html(path, text) for path, text in found.items()
        }
    stale = _stale(args.output, set(found))
    if args.check:
        old = [path for path, text in found.items() if _held(args.output / path) != text]
        answer(
            "\n".join(f"{args.output / path}: not up to date" for path in sorted([*old, *stale]))
            or "Up to date."
        )
        return 1 if old or stale else 0
    _write(args.output, found, stale)
    answer(
        f"{len(found)} pages in {args.output}"
        + (f", {len(stale)} old ones removed" if stale else "")
    )
    return 0


def _html(path: str, text: str) -> str:
    from groundrules.render.markdown import document

    return document(text, Path(path).stem)


def _held(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _stale(folder: Path, wanted: set[str]) -> list[str]:
    """Return the pages that were made once and would not be now; an HTML page goes with its Markdown."""
    from groundrules.metrics.pages import MARK

    made = [
        path
        for path in sorted(folder.rglob("*.md"))
        if (_held(path) or "").startswith(MARK)
    ]  # fmt: skip
    beside = [path.with_suffix(".html") for path in made if path.with_suffix(".html").is_file()]
    names = [path.relative_to(folder).as_posix() for path in (*made, *beside)]
    return [name for name in names if name not in wanted]


def _write(folder: Path, found: dict[str, str], stale: list[str]) -> None:
    from groundrules.errors import UsageError

    try:
        for path, text in found.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8", newline="\n")
        for path in stale:
            (folder / path).unlink()
    except OSError as error:
        raise UsageError(f"{error.filename}: cannot be written: {error.strerror}") from error
