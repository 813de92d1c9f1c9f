"""The model card, made of the results: what the model is for, how it does for whom, and what it is not for.

M. Mitchell et al., "Model Cards for Model Reporting", https://arxiv.org/abs/1810.03993, propose such cards.
"""

from groundrules.metrics.displays import of_unit
from groundrules.metrics.form import Display
from groundrules.metrics.show import digits_of, number


def card(results, about, brief):
    """Return the card in Markdown; question and decision are those of the brief."""
    named = {
        part.partition("\n")[0]: part.partition("\n")[2].strip() for part in brief.split("\n## ")
    }
    made = f"scikit-learn {about['sklearn']}, {about['users']:,} users, data {about['data'][:12]}"
    answer = results["answer"]
    lines = [
        "# Model card",
        "## Model",
        f"{results['model']} Trained for {results['date']} ({made}). Owner: {named['Owner']}.",
        "## Intended use",
        named["Question"],
        named["Decision"],
        "## May it be used?",
        f"**{answer['word']}.** {answer['action']}",
        table([said(one) for one in answer["criteria"]], {}),
        "## Data",
        results["data"],
        "## Metrics",
        metrics(results["metrics"]),
    ]
    for title, rows in results["tables"].items():
        lines += [f"## {title}", table(rows, results["units"])]
    lines += ["## Limits", "\n".join(f"- {one}" for one in results["limits"])]
    return "\n\n".join(lines) + "\n"


def said(criterion):
    """Return a criterion as a row of words."""
    found = criterion.get("said") or interval(criterion, criterion["unit"])
    names = ("name", "wanted", "verdict")
    return {"criterion": criterion["name"], "found": found, **{n: criterion[n] for n in names[1:]}}


def interval(found, unit):
    """Return a value with its interval, where it has one, in its unit."""
    ends = [found[name] for name in ("value", "low", "high") if name in found]
    value, *rest = column(ends, unit)
    name = "" if of_unit(unit).percent else f" {of_unit(unit).unit}".rstrip()
    return f"{value}{name}" + (f" ({rest[0]} to {rest[1]})" if rest else "")


def metrics(rows):
    """Return metrics with their intervals, each in its own unit."""
    shown = [{"metric": row["metric"], "found": interval(row, row["unit"])} for row in rows]
    return table(shown, {})


def table(rows, units):
    """Return rows (dictionaries of the same keys) as a Markdown table, each column's numbers in its unit."""
    names = list(rows[0])
    columns = [column([row[name] for row in rows], units.get(name, "")) for name in names]
    heads = [_head(name, units.get(name, "")) for name in names]
    body = [heads, ["---"] * len(names), *map(list, zip(*columns, strict=True))]
    return "\n".join(f"| {' | '.join(row)} |" for row in body)


def column(values, unit):
    """Return values in words, numbers of a unit with the same digits after the point."""
    display = of_unit(unit) if unit else Display(decimals=2)
    numbers = [value for value in values if isinstance(value, float)]
    digits = digits_of(display, *numbers)
    mark = "%" if display.percent else ""
    return [
        f"{number(display, value, digits).replace('-', '−')}{mark}"
        if isinstance(value, float)
        else f"{value:,}"
        if isinstance(value, int)
        else str(value)
        for value in values
    ]


def _head(name, unit):
    display, name = of_unit(unit), name.replace("_", " ")
    return name if display.percent or not display.unit else f"{name} ({display.unit})"
