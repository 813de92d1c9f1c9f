"""How often projects of the template `model` refuse sound models: python benchmarks/model_worlds.py [WORLDS [TASK…]]

A world is what a new project's own maker of data makes of a seed, gathered by the project's SQL, split, fitted and held
to the project's criteria, all in this process. Each is judged four times: as it is, where every refusal is wrong; with
the shift of the outcome that the project's tests plant; with a column that is measured after the fact; and with its
predictions drawn apart (chances twice as far from one half in log odds, revenue half as far again from its mean). A
table tells how often each criterion is off; with the exact 95 % intervals of these shares (Clopper, Pearson).
"""

from __future__ import annotations

import copy
import datetime
import importlib
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from groundrules import scaffold
from groundrules.readout.simulated.tally import Rate

DAY = datetime.date(2024, 5, 1)
WORLDS = 300
SHIFTS: dict[str, dict[str, Any]] = {
    "regression": {"since": "2024-02-20", "drop": 0.7},
    "decision-tree": {"since": "2024-02-20", "more": 0.2},
}
MODULES = ("make_data", "gather", "parts", "analysis", "decide")


@contextmanager
def project(task: str) -> Iterator[dict[str, Any]]:
    """Make a project and import its modules, which go by the same names in every task."""
    with tempfile.TemporaryDirectory() as aside:
        folder = scaffold.new("model", Path(aside), {"task": task}, no_input=True)
        paths = [str(folder), str(folder / "data")]
        sys.path[:0] = paths
        try:
            yield {name: importlib.import_module(name) for name in MODULES}
        finally:
            for name, module in list(sys.modules.items()):
                # `contracts` is a namespace: a path and no file
                where = (getattr(module, "__file__", ""), getattr(module, "__path__", ""))
                if str(folder) in str(where):
                    del sys.modules[name]
            sys.path[:] = [path for path in sys.path if path not in paths]


def drawn_apart(task: str, model: Any, users: Any, score: Any) -> Any:
    """Return the model with predictions that are too far apart."""
    apart = copy.deepcopy(model)
    if task == "regression":
        last, middle = apart[-1], score(model, users).mean()
        last.coef_, last.intercept_ = 1.5 * last.coef_, 1.5 * last.intercept_ - 0.5 * middle
    else:
        value = apart[-1].tree_.value
        value[:] = value**2 / (value**2).sum(axis=2, keepdims=True)
    return apart


def judged(task: str, made: dict[str, Any], seed: int) -> Iterator[tuple[str, str]]:
    """Yield (case, what is said) of a world: names of criteria that are off, and summaries of them."""
    analysis, parts = made["analysis"], made["parts"]

    def split(**asked: Any) -> tuple[Any, Any]:
        table = made["gather"].features(made["make_data"].make(seed=seed, **asked), DAY)
        return tuple(parts.split(table, DAY, analysis.OUTCOME, analysis.TARGET))

    train, test = split()
    model = analysis.fit(train)
    better = analysis.better(model, train, test)
    yield from _told("sound", analysis.agreeing(model, train, test), better, made)
    shifted, later = split(**SHIFTS[task])
    yield from _told("shifted", analysis.agreeing(analysis.fit(shifted), shifted, later), [], made)
    apart = drawn_apart(task, model, test, analysis.score)
    yield from _told("drawn apart", analysis.agreeing(apart, train, test), [], made)
    try:
        analysis.fit(train.assign(minutes=train[analysis.TARGET] * 1.0))
    except parts.LeakError:
        yield "leak", "refused"


def _told(case: str, agreeing: Any, better: Any, made: dict[str, Any]) -> Iterator[tuple[str, str]]:
    off = [one["name"] for one in agreeing if one["holds"] is False]
    yield from ((case, name) for name in off)
    if off:
        yield case, "one of these is off"
    yield from ((case, f"{one['verdict']}: {one['name']}") for one in better)
    if better:
        yield case, f"answer: {made['decide'].answer([*better, *agreeing], '', '')['word']}"


def table(found: Counter[tuple[str, str]], worlds: int) -> Iterator[str]:
    """Yield the lines of a task's table."""
    yield "| world | what is said | worlds | share | 95 % interval |\n|---|---|---|---|---|"
    for case, what in sorted(found, key=lambda one: (one[0] != "sound", one)):
        count = found[case, what]
        rate = Rate(count, worlds, promised=float("nan"))
        low, high = rate.interval
        yield f"| {case} | {what} | {count} of {worlds} | {rate.share:.1%} | {low:.1%} to {high:.1%} |"


def main(words: Sequence[str]) -> int:
    """Judge the worlds of each task, tell how far it is, print the tables."""
    worlds = int(words[0]) if words else WORLDS
    for task in words[1:] or SHIFTS:
        if task not in SHIFTS:
            raise SystemExit(f"{task}: no such task; there are {', '.join(SHIFTS)}")
        found: Counter[tuple[str, str]] = Counter()
        began = time.monotonic()
        with project(task) as made:
            for seed in range(worlds):
                found.update(judged(task, made, seed))
                if seed % 10 == 9:
                    print(f"\r{task}: {seed + 1} of {worlds} ", end="", file=sys.stderr, flush=True)
        print(f"\n{task}, {worlds} worlds in {time.monotonic() - began:.0f} s\n", flush=True)
        print("\n".join(table(found, worlds)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
