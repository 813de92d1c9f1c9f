"""The answer in words, made of build/impact.json; the question as brief.md has it."""

import re

from analysis import HERE, WEEK_LEVEL


def answer(found):
    """Return the answer in Markdown: what is decided and done, then what version 2 changes."""
    lines = ["## Answer", f"### {_headline(found)}", f"**{found['action']}**", _size(found)]
    return "\n\n".join([*lines, _effect(found), _plans(found), _rules(found)])


def _headline(found):
    new, name = found["versions"][1], found["metric"]
    return {
        "adopt": f"Adopt version {new} of {name}, from {found['from']}",
        "reject": f"Keep version {found['versions'][0]} of {name}: version {new} is rejected",
        "too early": f"Too early to decide about version {new} of {name}",
    }[found["answer"]]


def signed(number, form=".2f"):
    """Return a number with its sign, the minus as long as the plus."""
    return f"{number:+{form}}".replace("-", "−")


def _size(found):
    (old, new), units, size = found["versions"], found["units"], found["size"]
    users = (
        f"{units['changed']:,} of {units['both']:,} users ({units['changed'] / units['both']:.1%}) "
        "have another value over the whole time."
    )
    if size is None:
        return f"No two weeks are whole yet. {users}"
    return (
        f"In the mean of {size['weeks']} whole weeks version {new} differs from version {old} by "
        f"{signed(size['mean'])} {found['unit']} a user and week ({WEEK_LEVEL:.0%} interval "
        f"{signed(size['low'])} to {signed(size['high'])}). In single weeks it is "
        f"{size['least']:.0%} to {size['most']:.0%} of version {old}. {users}"
    )


def _effect(found):
    effect = found["smallest_effect"]
    if effect is None:
        return f"What an experiment can find is not computed: {'; '.join(found['notes'])}."
    way = "smaller" if effect["ratio"] < 1 else "larger"
    return (
        f"The smallest effect that an experiment finds gets {way}: {effect['old']:.1%} becomes "
        f"{effect['new']:.1%}, so the same effect takes {effect['units']:.2f} times the users."
    )


def _rules(found):
    broken = [one["rule"].replace("-", " ") for one in found["rules"] if not one["holds"]]
    if not broken:
        return f"All {len(found['rules'])} rules that were agreed before are kept."
    return f"Not kept, of {len(found['rules'])} rules that were agreed before: {', '.join(broken)}."


def _plans(found):
    later = [plan for plan in found["plans"] if plan["state"] == "starts later"]
    running = [plan for plan in found["plans"] if plan["state"] == "running"]
    said = [f"{plan['plan']} is read out by version 1 until {plan['end']}" for plan in running]
    if found["answer"] == "adopt":
        said += [f"{plan['plan']} is to be changed first ({plan['change']})" for plan in later]
    return f"Plans: {'; '.join(said)}." if said else "No plan has to follow."


def question():
    """Return question and decision in Markdown, as brief.md has them, without its links."""
    parts = (HERE / "brief.md").read_text(encoding="utf-8").split("\n## ")
    said = dict(part.split("\n\n", 1) for part in parts[1:])
    text = f"## The question\n\n{said['Question'].strip()}\n\n{said['Decision'].strip()}"
    return re.sub(r"\[(.+?)\]\(.+?\)", r"\1", text)
