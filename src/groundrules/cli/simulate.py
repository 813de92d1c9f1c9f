"""`groundrules simulate`."""

from __future__ import annotations

import argparse
from contextlib import closing

from groundrules.cli.console import Bar, answer, say
from groundrules.cli.named_data import needs
from groundrules.errors import UsageError


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    simulate = subcommands.add_parser(
        "simulate",
        help="see by simulated experiments whether a readout keeps what it promises",
        description="Make experiments by chance, as raw event rows whose truth is known, and read each out as any "
        "other: guards, units, moments, verdicts. The table says how often each design claims an effect where "
        "there is none, finds one that is there, and covers it, beside what it promises.",
        epilog="Exit codes: 0 all is as promised within the error of the simulation; 1 something is not, or a "
        "guard refuses data without a defect; 2 wrong usage; 130 interrupted: the table is of what was done. "
        "The same seed gives the same table, whatever the number of workers.",
    )
    simulate.add_argument(
        "--runs", type=_positive, default=1000, help="experiments of each kind (default: 1000)"
    )
    simulate.add_argument(
        "--design",
        action="append",
        default=[],
        metavar="NAME",
        help="only this design, as the table calls it; may be repeated",
    )
    simulate.add_argument("--seed", type=int, default=2026, help="of chance (default: 2026)")
    simulate.add_argument(
        "--workers", type=_positive, metavar="N", help="processes (default: one for each core)"
    )
    simulate.add_argument("--format", choices=("text", "json"), default="text")
    simulate.set_defaults(run=run_simulate)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not 1 or above")
    return number


def run_simulate(args: argparse.Namespace) -> int:
    """Print the table; 1 where a promise is broken."""
    needs("simulate", "tea_tasting", "ibis", "statsmodels", "duckdb")
    from groundrules.readout.simulated import many, show
    from groundrules.readout.simulated.designs import NAMES, chosen
    from groundrules.readout.simulated.tally import table

    if unknown := [name for name in args.design if name not in NAMES]:
        raise UsageError(f"there is no design {unknown[0]}: the designs are {', '.join(NAMES)}")
    if args.seed < 0:
        raise UsageError("a seed is 0 or above")
    batches = chosen(args.design)
    asked = many.asked(batches, args.runs, args.seed)
    done: list[many.Done] = []
    interrupted = False
    with Bar("simulating", sum(one.weight for one in asked)) as bar:
        try:
            with closing(many.work(asked, args.workers or many.default_workers())) as results:
                for one in results:
                    done.append(one)
                    bar.advance(one.task.weight)
        except KeyboardInterrupt:
            interrupted = True
    found = table(batches, many.in_order(done), many.truth_of(done))
    if interrupted and not found.lines:
        raise KeyboardInterrupt
    answer(show.json(found) if args.format == "json" else show.text(found))
    if interrupted:
        say("groundrules: interrupted; the table is of the experiments until then")
        return 130
    return 1 if found.failures else 0
