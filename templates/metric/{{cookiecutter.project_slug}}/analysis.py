"""What the proposed definition does, and whether it is adopted by the rules of decision.yaml.

    python analysis.py --date 2024-04-07

writes build/impact.json, and of it build/answer.json, which fills the box of the report. The
numbers are those of `groundrules metrics diff`; notebook and tests use the functions.
"""

import argparse
import json
import subprocess
import sys
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pandas as pd
import yaml
from scipy import stats

HERE = Path(__file__).parent
DATA = HERE / "data"
IMPACT = HERE / "build" / "impact.json"
ANSWER = HERE / "build" / "answer.json"
MADE_OF = ("decision.yaml", "data/booked.parquet", "data/orders.parquet", "data/visits.parquet")
WEEK_LEVEL = 0.95  # of the interval for a mean week


class ImpactError(Exception):
    """There is no impact to tell; the message says why."""


def rules():
    """Return decision.yaml."""
    return yaml.safe_load((HERE / "decision.yaml").read_text(encoding="utf-8"))


def definition(which, name):
    """Return the file of a metric: `which` is current or proposed."""
    return HERE / "metrics" / which / f"{name}.yaml"


def impact(until, data=DATA, proposed=None):
    """Return all that is known of the change on a day, and the answer, as a dictionary.

    Raises ImpactError where one of the two definitions refuses the data.
    """
    agreed = rules()
    name = agreed["metric"]
    files = [definition("current", name), proposed or definition("proposed", name)]
    words = [*files, data, "--among", agreed["among"], "--to", until]
    told = _groundrules("metrics", "diff", *words)
    weeks = by_week(told, pd.read_parquet(data / "booked.parquet"))
    found = {
        "date": str(until),
        "metric": name,
        "versions": [told["old"], told["new"]],
        "changes": told["changes"],
        "unit": _unit(name),
        "size": size(weeks),
        "weeks": json.loads(weeks.to_json(orient="records", double_precision=15)),
        "units": told["units"],
        "smallest_effect": smallest_effect(told),
        "plans": plans(name, until, told),
        "notes": told["notes"],
    }
    return {**found, **decide(agreed, weeks, found)}


def _unit(name):
    """Return the unit in which a metric is shown."""
    return yaml.safe_load(definition("current", name).read_text(encoding="utf-8"))["display"][
        "unit"
    ]


def _groundrules(*words):
    """Return what a command of groundrules says as JSON; exit 1 is that definitions differ."""
    command = [sys.executable, "-m", "groundrules", *map(str, words), "--format", "json"]
    done = subprocess.run(command, cwd=HERE, capture_output=True, encoding="utf-8")
    if done.returncode not in (0, 1):
        raise ImpactError(done.stderr.strip())
    return json.loads(done.stdout)


def by_week(told, booked):
    """Return one row for each week: value by both versions, and the total beside finance's."""
    weeks = pd.DataFrame(told["history"]).rename(columns={"period": "week", "new_units": "users"})
    weeks["whole"] = ~weeks["partial"]
    weeks["total"] = (weeks["new"] * weeks["users"]).round(2)
    booked = booked.assign(week=booked["week"].astype("string"))
    weeks = weeks.merge(booked, on="week", how="left", validate="one_to_one")
    weeks["off"] = weeks["total"] / weeks["net_revenue"] - 1
    return weeks[["week", "whole", "users", "old", "new", "ratio", "total", "net_revenue", "off"]]


def size(weeks):
    """Return what version 2 is beside version 1 in a mean week, a user, with its interval.

    The week is the unit: what each was is known of all users, and another week is another draw.
    None where less than two weeks are whole.
    """
    whole = weeks[weeks["whole"]]
    if len(whole) < 2:
        return None
    change = whole["new"] - whole["old"]
    low, high = stats.t.interval(WEEK_LEVEL, len(whole) - 1, change.mean(), stats.sem(change))
    return {
        "weeks": len(whole),
        **{"mean": float(change.mean()), "low": float(low), "high": float(high)},
        **{"least": float(whole["ratio"].min()), "most": float(whole["ratio"].max())},
    }


def smallest_effect(told):
    """Return the smallest effect that is found by each version, with CUPED where both have it."""
    sensed = told["sensitivity"]
    if sensed is None:
        return None
    adjusted = all(sensed[one]["mde_cuped"] for one in ("old", "new"))
    old, new = (sensed[one]["mde_cuped" if adjusted else "mde"] for one in ("old", "new"))
    return {
        "old": old,
        "new": new,
        "ratio": new / old,
        "units": (new / old) ** 2,  # needed for the same effect, over what is needed now
        "cuped": adjusted,
        "users": sensed["new"]["units"],
        "days": sensed["days"],
        "level": sensed["new"]["value"] / sensed["old"]["value"],
    }


def plans(name, until, told):
    """Return the plans that name the metric, and what each has to change."""
    named = _groundrules("metrics", "show", name)["plans"]
    effect = smallest_effect(told)
    found = [_plan(one, name, until, effect) for one in named]
    return sorted(found, key=lambda plan: (plan["start"], plan["path"]))


def _plan(one, name, until, effect):
    plan = yaml.safe_load((HERE / one["path"]).read_text(encoding="utf-8"))
    start, end = plan["start"], plan["start"] + timedelta(weeks=plan["weeks"], days=-1)
    (entry,) = [part for part in plan[one["role"]] if part["metric"] == name]
    state = "starts later" if until < start else "running" if until <= end else "ended"
    changes = {
        "ended": "nothing: its readout names version 1",
        "running": f"nothing: it is read out by version 1, which stays until {end}",
        "starts later": _restated(entry, effect, _unit(name)),
    }
    role = one["role"].removesuffix("s")
    return {
        **{"path": one["path"], "plan": plan["name"], "role": role, "state": state},
        **{"start": str(start), "end": str(end), "change": changes[state]},
    }


def _restated(entry, effect, unit):
    """Return what a plan that has not started must change: its amounts, and how many users."""
    if effect is None:
        return "power and absolute amounts are to be computed again"
    sizes = {what: entry[what] for what in ("mde", "margin") if what in entry}
    amounts = [
        f"{what}: absolute {size['absolute']:g} becomes "
        f"{size['absolute'] * effect['level']:.2g} {unit}"
        for what, size in sizes.items()
        if "absolute" in size
    ]
    return "; ".join([*amounts, f"{effect['units']:.2f} times the users find the same effect"])


def decide(agreed, weeks, found):
    """Return the answer (adopt, reject, too early), what follows, and how each rule came out."""
    whole = weeks[weeks["whole"]]
    effect, most = found["smallest_effect"], agreed["smallest_effect_grows_at_most"]
    worst = whole["off"].abs().max()
    unknown = int(whole["off"].isna().sum())
    needed = agreed["whole_weeks_at_least"]
    kept = {  # rule: whether it holds, what was found, what was agreed
        "whole-weeks": (
            len(whole) >= needed,
            f"{len(whole)} whole weeks",
            f"at least {needed}",
        ),
        "agrees-with-finance": (
            not unknown and bool(worst <= agreed["finance_within"]),
            f"{unknown} whole weeks are not booked"
            if unknown
            else f"at most {worst:.2%} beside finance",
            f"within {agreed['finance_within']:.1%}",
        ),
        "smallest-effect": (
            effect is not None and effect["ratio"] <= 1 + most,
            "not computed: " + "; ".join(found["notes"])
            if effect is None
            else f"{effect['ratio']:.2f} times that of now",
            f"at most {1 + most:.2f} times",
        ),
    }
    early = not kept["whole-weeks"][0]
    adopted = all(holds for holds, *_ in kept.values())
    running = [plan["end"] for plan in found["plans"] if plan["state"] == "running"]
    free = str(date.fromisoformat(max(running)) + timedelta(days=1)) if running else found["date"]
    return {
        "answer": "adopt" if adopted else "too early" if early else "reject",
        "action": agreed["then"] if adopted else "Wait." if early else agreed["otherwise"],
        "from": free if adopted else None,
        "rules": [
            {"rule": rule, "holds": holds, "said": said, "wanted": wanted}
            for rule, (holds, said, wanted) in kept.items()
        ],
    }


def answer(found, files=()):
    """Return what the box of the report tells, as an answer of groundrules of these files."""
    (old, new), name = found["versions"], found["metric"]
    word = {
        "adopt": f"Adopt version {new} of {name}, from {found['from']}",
        "reject": f"Keep version {old} of {name}",
        "too early": f"Too early to decide about version {new} of {name}",
    }
    return {
        "version": 1,
        "word": word[found["answer"]],
        "holds": {"adopt": True, "reject": False, "too early": None}[found["answer"]],
        "action": found["action"],
        "criteria": [
            {
                **{"name": one["rule"].replace("-", " "), "wanted": one["wanted"]},
                **{"said": one["said"], "holds": one["holds"]},
                "verdict": "kept" if one["holds"] else "not kept",
            }
            for one in found["rules"]
        ],
        "files": {one: sha256((HERE / one).read_bytes()).hexdigest() for one in files},
    }


def load(path=IMPACT):
    """Return what `python analysis.py` wrote."""
    if not path.exists():
        raise ImpactError(f"{path} is not there: groundrules run")
    return json.loads(path.read_text(encoding="utf-8"))


def main():
    """Write the impact and the answer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--date", type=date.fromisoformat, required=True, help="the last day")
    try:
        found = impact(parser.parse_args().date)
    except ImpactError as error:
        sys.exit(str(error))
    IMPACT.parent.mkdir(exist_ok=True)
    for path, content in ((IMPACT, found), (ANSWER, answer(found, MADE_OF))):
        path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
