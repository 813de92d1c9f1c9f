"""`groundrules validate` and `groundrules render`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundrules.cli.console import answer, say
from groundrules.errors import GroundrulesError, MissingExtraError

if TYPE_CHECKING:
    from groundrules.contracts.result import RuleResult, ValidationResult


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both commands."""
    validate = subcommands.add_parser(
        "validate",
        help="check data files against a contract",
        description="Check data files against a pandera contract: one row for each of its rules.",
        epilog="Exit codes: 0 every file keeps the contract, 1 one does not, "
        "2 a file or the contract could not be read.",
    )
    validate.add_argument(
        "data",
        nargs="+",
        metavar="DATA",
        help=".csv, .csv.gz, .parquet, a folder of .parquet files, a table as in "
        "warehouse.duckdb:orders, or postgresql://user@host/shop?table=public.orders",
    )
    validate.add_argument(
        "--contract", required=True, metavar="FILE:NAME", help="as in contracts/orders.py:Orders"
    )
    validate.add_argument("--format", choices=("text", "json"), default="text")
    validate.add_argument(
        "--engine",
        choices=("auto", "duckdb", "polars", "pandas"),
        default="auto",
        help="who judges: duckdb reads Parquet and tables in one pass and bounded memory, polars streams "
        "Parquet, pandas holds a file in memory; auto (the default) takes duckdb for all but CSV where it "
        "judges as pandera does",
    )
    validate.add_argument(
        "--samples",
        type=_count,
        default=0,
        metavar="N",
        help="show N failing values for each rule, but none of columns that the contract marks with "
        "metadata={'sensitive': True} (default 0: values may be personal data, and logs are kept)",
    )
    validate.set_defaults(run=run_validate)

    render = subcommands.add_parser(
        "render",
        help="turn a notebook into one self-contained HTML report",
        description="Turn a notebook into one HTML file that answers first and shows no code.",
    )
    render.add_argument("notebook", type=Path, metavar="NOTEBOOK")
    render.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="default: NOTEBOOK with .html"
    )
    render.add_argument(
        "--execute", action="store_true", help="run the notebook first; its file stays as it is"
    )
    render.set_defaults(run=run_render)


def run_render(args: argparse.Namespace) -> int:
    """Write the report and print its path."""
    from groundrules.render import render

    answer(str(render(args.notebook, args.output, execute=args.execute, report=say)))
    return 0


def run_validate(args: argparse.Namespace) -> int:
    """Check every file; one that cannot be read does not keep the others from it."""
    from groundrules.contracts import load_schema, validate

    schema = load_schema(args.contract)
    results: list[tuple[str, ValidationResult]] = []
    errors: list[tuple[str, str]] = []
    report = _progress(args.data)
    for data in args.data:
        try:
            result = validate(
                data,
                schema,
                samples=args.samples,
                engine=args.engine,
                report=report,
            )
        except MissingExtraError:
            raise
        except GroundrulesError as error:
            errors.append((data, str(error)))
            say(f"groundrules: {error}")
            continue
        results.append((data, result))
        if args.format == "text":
            answer(_text(data, result))
    if args.format == "json":
        answer(_json(args.contract, results, errors))
    return 2 if errors else int(not all(result.passed for _data, result in results))


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of samples (0, 1, 2, …)")
    return int(text)


def _progress(names: list[str]) -> Any:
    """Speak of each step only when there is much to read."""
    long = sum(_size(Path(name)) for name in names) > 50_000_000
    return say if long else None


def _size(path: Path) -> int:
    files = path.rglob("*.parquet") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _json(contract: str, results: list[Any], errors: list[Any]) -> str:
    return json.dumps(
        {
            "version": 1,
            "contract": contract,
            "results": [{"data": data, **result.to_dict()} for data, result in results],
            "errors": [{"data": data, "message": text} for data, text in errors],
        },
        indent=2,
        ensure_ascii=False,
    )


def _text(data: str, result: ValidationResult) -> str:
    verdict = "keeps" if result.passed else "BREAKS"
    lines = [f"{data} {verdict} {result.contract} ({result.rows:,} rows)", ""]
    width = max(len(rule.name) for rule in result.rules)
    for rule in result.rules:
        lines.append(f"  {_status(rule):8} {rule.name:{width}}  {_counts(rule)}".rstrip())
        if rule.detail:
            lines.append(f"  {'':8}   {rule.detail}")
        for sample in rule.samples:
            lines.append(f"  {'':8}   {_place(sample)}{_shown(sample)}")
    lines += ["", *(f"  note: {note}" for note in result.notes)]
    tally = ", ".join(f"{result.count(s)} {s}" for s in ("passed", "failed", "skipped"))
    return "\n".join([*lines, f"  {tally}", ""])


def _place(sample: dict[str, Any]) -> str:
    """Say where a sample stands; rows of a database stand nowhere."""
    if "row" not in sample:
        return ""
    where = f"{sample['file']} row" if "file" in sample else "row"
    return f"{where} {sample['row']}: "


def _shown(sample: dict[str, Any]) -> str:
    shown = json.dumps(sample["value"], ensure_ascii=False)
    if not sample.get("hidden"):
        return shown
    return "hidden, as the contract calls the column sensitive" + f"; {shown}" * bool(
        sample["value"]
    )


def _status(rule: RuleResult) -> str:
    return "warning" if rule.status == "failed" and rule.advisory else rule.status


def _counts(rule: RuleResult) -> str:
    if rule.failures is None or rule.share is None:
        return ""
    return f"{rule.failures:>9,} of {rule.rows:,} rows  {_percent(rule)}"


def _percent(rule: RuleResult) -> str:
    """A share that is not nought must not print as nought, nor a part as the whole."""
    share = 100 * (rule.share or 0)
    if 0 < share < 0.01:
        return "<0.01 %"
    if 99.99 < share < 100:
        return ">99.99 %"
    return f"{share:.2f} %"
