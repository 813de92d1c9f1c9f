"""The model card, made of the results: its form follows Mitchell et al. (2019), "Model Cards for Model Reporting"."""


def card(results, about, brief):
    """Return the card in Markdown; question and decision are those of the brief."""
    named = {
        part.partition("\n")[0]: part.partition("\n")[2].strip() for part in brief.split("\n## ")
    }
    made = f"scikit-learn {about['sklearn']}, {about['users']:,} users, data {about['data'][:12]}"
    lines = [
        "# Model card",
        "## Model",
        f"{results['model']} Trained for {results['date']} ({made}). Owner: {named['Owner']}.",
        "## Intended use",
        named["Question"],
        named["Decision"],
        "## Data",
        results["data"],
        "## Metrics",
        results["verdict"],
        table(results["metrics"]),
    ]
    for title, rows in results["tables"].items():
        lines += [f"## {title}", table(rows)]
    lines += ["## Limits", "\n".join(f"- {one}" for one in results["limits"])]
    return "\n\n".join(lines) + "\n"


def table(rows):
    """Return rows (dictionaries of the same keys) as a Markdown table."""
    names = list(rows[0])
    body = [[_said(row[name]) for name in names] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in [names, ["---"] * len(names), *body])


def _said(value):
    return f"{value:.4g}" if isinstance(value, float) else str(value)
