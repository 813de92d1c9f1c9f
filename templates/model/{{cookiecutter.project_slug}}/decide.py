"""From what was found to what is done: each criterion is one of brief.md, and the answer follows from them."""

import hashlib
import json
from pathlib import Path

from evaluate import LEVEL

WORDS = {True: "Yes, use it", False: "No, do not use it", None: "Not decided yet"}


def beats(name, found, margin, wanted, **more):
    """Return the criterion that the whole interval is above a margin: better, not better, or undecided."""
    holds = True if found["low"] > margin else False if found["high"] < margin else None
    verdict = {True: "better", False: "not better", None: "undecided"}[holds]
    return {"name": name, **found, "wanted": wanted, "verdict": verdict, "holds": holds, **more}


def agrees(name, found, value, wanted, **more):
    """Return the criterion that an interval holds a value: that can be refuted, and never shown."""
    holds = bool(found["low"] <= value <= found["high"])
    verdict = "not refuted" if holds else "off"
    return {"name": name, **found, "wanted": wanted, "verdict": verdict, "holds": holds, **more}


def all_agree(name, rows, wanted):
    """Return the criterion that in every row the interval of what was seen holds what was said."""
    off = [row["name"] for row in rows if not row["low"] <= row["said"] <= row["high"]]
    seen = f"{len(rows) - len(off)} of {len(rows)}" + (f"; off: {', '.join(off)}" if off else "")
    verdict = "off" if off else "not refuted"
    return {"name": name, "said": seen, "wanted": wanted, "verdict": verdict, "holds": not off}


def answer(criteria, use, leave):
    """Return what the criteria come to; one that fails is enough, and one that is open leaves it open."""
    held = [one["holds"] for one in criteria]
    holds = False if False in held else None if None in held else True
    action = {True: use, False: leave, None: f"Until there are more users: {leave}"}[holds]
    return {"word": WORDS[holds], "holds": holds, "action": action, "criteria": criteria}


def criterion(results, name):
    """Return the criterion of a name from results."""
    return next(one for one in results["answer"]["criteria"] if one["name"] == name)


def write(results, folder):
    """Write what the box of the report is filled with: the answer, and the hash of what it is of."""
    made = Path(folder) / "results.json"
    files = {f"{made.parent.name}/{made.name}": hashlib.sha256(made.read_bytes()).hexdigest()}
    told = {"version": 1, **results["answer"], "level": LEVEL, "files": files}
    text = json.dumps(told, indent=2) + "\n"
    (made.parent / "answer.json").write_text(text, encoding="utf-8", newline="\n")
