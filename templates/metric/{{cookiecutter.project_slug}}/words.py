"""What the answer rests on in words, of build/impact.json; the question as brief.md has it."""

import re

from analysis import HERE, WEEK_LEVEL


def signed(number, form=".2f"):
    """Return a number with its sign, the minus as long as the plus."""
    return f"{number:+{form}}".replace("-", "−")


def size(found):
    """Return what version 2 changes in a mean week, with its interval, and for how many users."""
    (old, new), units, week = found["versions"], found["units"], found["size"]
    users = (
        f"{units['changed']:,} of {units['both']:,} users ({units['changed'] / units['both']:.1%}) "
        "have another value over the whole time."
    )
    if week is None:
        return f"No two weeks are whole yet. {users}"
    return (
        f"In the mean of {week['weeks']} whole weeks version {new} differs from version {old} by "
        f"{signed(week['mean'])} {found['unit']} a user and week ({WEEK_LEVEL:.0%} interval "
        f"{signed(week['low'])} to {signed(week['high'])}). In single weeks it is "
        f"{week['least']:.0%} to {week['most']:.0%} of version {old}. {users}"
    )


def effect(found):
    """Return what an experiment finds by version 2, beside what it finds by version 1."""
    found_by = found["smallest_effect"]
    if found_by is None:
        return f"What an experiment can find is not computed: {'; '.join(found['notes'])}."
    way = "smaller" if found_by["ratio"] < 1 else "larger"
    return (
        f"The smallest effect that an experiment finds gets {way}: {found_by['old']:.1%} becomes "
        f"{found_by['new']:.1%}, so the same effect takes {found_by['units']:.2f} times the users."
    )


def plans(found):
    """Return which plans have to follow."""
    later = [plan for plan in found["plans"] if plan["state"] == "starts later"]
    running = [plan for plan in found["plans"] if plan["state"] == "running"]
    said = [f"{plan['plan']} is read out by version 1 until {plan['end']}" for plan in running]
    if found["answer"] == "adopt":
        said += [f"{plan['plan']} is to be changed first ({plan['change']})" for plan in later]
    return f"{'; '.join(said)}." if said else "No plan has to follow."


def question():
    """Return question and decision in Markdown, as brief.md has them, without its links."""
    parts = (HERE / "brief.md").read_text(encoding="utf-8").split("\n## ")
    said = dict(part.split("\n\n", 1) for part in parts[1:])
    text = f"## The question\n\n{said['Question'].strip()}\n\n{said['Decision'].strip()}"
    return re.sub(r"\[(.+?)\]\(.+?\)", r"\1", text)
