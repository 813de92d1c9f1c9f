"""`groundrules metrics export` and `groundrules metrics import`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundrules.cli.console import answer, say
from groundrules.cli.contracts_infer import add_output, hand_over

if TYPE_CHECKING:
    from groundrules.metrics.exchange.form import Imported, Loss

_FORMS = {
    "dbt": "dbt's semantic models (`semantic_models:` and `metrics:`)",
    "osi": "the Open Semantic Interchange 0.1.1 (Apache Ossie)",
}
_EXIT = "Exit codes: 0 done, 1 with --strict where anything is lost, 2 something could not be read or written."


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both commands."""
    told = "; ".join(f"{name}: {form}" for name, form in _FORMS.items())
    export = commands.add_parser(
        "export",
        help="write the catalogue for dbt, or in the Open Semantic Interchange form",
        description=f"Write the catalogue in another form ({told}). What it does not have is kept aside in the file, "
        "and listed field by field on standard error.",
        epilog=_EXIT,
    )
    export.add_argument("names", nargs="*", metavar="NAME", help="metrics (default: all)")
    export.add_argument("--to", choices=tuple(_FORMS), required=True)
    export.add_argument("--strict", action="store_true", help="exit 1 where anything is lost")
    export.add_argument("--config", type=Path, metavar="FILE", help="as of groundrules check")
    add_output(export, "OUT.yaml")
    export.set_defaults(run=_export)

    importing = commands.add_parser(
        "import",
        help="write metrics of dbt, or of the Open Semantic Interchange, as metrics of ours",
        description=f"Read metrics in another form ({told}) and write a file for each metric and source. What has no "
        "form here is listed on standard error. Run `groundrules metrics lint` on the folder and mend what it names.",
        epilog=_EXIT,
    )
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.add_argument("--from", dest="form", choices=tuple(_FORMS), required=True)
    importing.add_argument(
        "--unit",
        metavar="COLUMN",
        help="the column that says whose a row is, where that is not clear",
    )
    importing.add_argument(
        "--owner", default="unknown", help="of metrics that name none (default: unknown)"
    )
    importing.add_argument("--strict", action="store_true", help="exit 1 where anything is lost")
    importing.add_argument("--force", action="store_true", help="replace files that are there")
    importing.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    importing.set_defaults(run=_import)


def _export(args: argparse.Namespace) -> int:
    from dataclasses import replace

    from groundrules import config as configuration
    from groundrules import documents
    from groundrules.metrics import catalogue

    if args.output is not None:
        from groundrules.new_file import refuse_taken

        refuse_taken(args.output, force=args.force)
    known = catalogue.load(configuration.load(Path(), args.config))
    if args.names:
        chosen = {name: known.metric(name) for name in sorted(set(args.names))}
        read = {str(measure.source) for one in chosen.values() for measure in one.measures()}
        sources = {name: one for name, one in known.sources.items() if name in read}
        known = replace(known, metrics=chosen, sources=sources)
    if args.to == "dbt":
        from groundrules.metrics.exchange.dbt_export import export
    else:
        from groundrules.metrics.exchange.osi_export import export
    document, losses = export(known)
    _tell(losses)
    hand_over(documents.written(document), args)
    return int(args.strict and bool(losses))


def _import(args: argparse.Namespace) -> int:
    from groundrules import documents

    if args.form == "dbt":
        from groundrules.metrics.exchange.dbt_import import read
    else:
        from groundrules.metrics.exchange.osi_import import read
    found = read(documents.text_of(args.file), str(args.file), unit=args.unit, owner=args.owner)
    _tell(found.losses)
    for path in _write(found, args):
        answer(str(path))
    return int(args.strict and bool(found.losses))


def _write(found: Imported, args: argparse.Namespace) -> list[Path]:
    """Write a file for each metric and source; none of them where one is there already."""
    from groundrules import documents
    from groundrules.errors import UsageError
    from groundrules.metrics.exchange.form import plain
    from groundrules.new_file import refuse_taken, write_new

    texts: dict[Path, Any] = {args.output / f"{one.name}.yaml": one for one in found.metrics}
    for source in found.sources:
        if not source.name or Path(source.name).name != source.name:
            raise UsageError(f"the source {source.name!r} cannot be the name of a file")
        texts[args.output / "sources" / f"{source.name}.yaml"] = source
    try:
        (args.output / "sources").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{args.output} cannot be made: {error.strerror}") from error
    for path in texts:
        refuse_taken(path, force=args.force)
    for path, content in texts.items():
        write_new(path, documents.written(plain(content)), force=args.force)
    return sorted(texts)


def _tell(losses: tuple[Loss, ...] | list[Loss]) -> None:
    for loss in losses:
        say(f"note: {loss.name}: {loss.field}: {loss.why}")
