"""The answer in words, made of the numbers: what stands out, how much it is, since when; or that nothing does."""

from analysis import ALPHA, change_day, daily, shares, size

NOTHING = "No segment stands out"


def answer(table, found):
    """Return the answer in Markdown, the fall first, then each cause, the largest first."""
    lines = [_fall(found), *(_cause(table, found, *key) for key in found.causes.index)]
    if not _segments(found):
        lines.append(f"**{NOTHING}**: no rate of any segment moved by more than weeks usually do.")
    return "\n\n".join(lines)


def _segments(found):
    return [key for key in found.causes.index if key[0] != "all"]


def _eur(row):
    return (
        f"{row['value']:+,.0f} EUR a week (95 % interval {row['low']:+,.0f} to {row['high']:+,.0f})"
    )


def _fall(found):
    way = "fell" if found.change["value"] < 0 else "rose"
    share = found.change["value"] / found.before
    usual = "" if found.change["p"] < ALPHA else " Weeks usually differ by as much."
    return f"Revenue {way} by {abs(share):.1%}: {_eur(found.change)}.{usual}"


def _cause(table, found, segment, part):
    row = found.causes.loc[(segment, part)]
    if part == "volume":
        return f"**Users**: {_eur(row)}, as there were {'more' if row['value'] > 0 else 'fewer'}."
    if part == "mix":
        moved = shares(table)
        grown = moved[moved["change, points"] > 0].index[:2]
        return (
            f"**Mix of users**: {_eur(row)}. Users moved towards {' and '.join(grown)}; average rates "
            "over all segments moved with them, though no segment's own rates had to."
        )
    step = change_day(daily(table, segment, part))
    since = f"since {step.day:%Y-%m-%d} (95 % interval {step.first:%m-%d} to {step.last:%m-%d})"
    if step.day <= table["day"].max() - 7 * (table["day"].diff().max()):
        return f"**{part.capitalize()} of {segment}**: {_eur(row)}, {since}: before the last week."
    change, low, high = size(table, segment, part, step.day)
    return (
        f"**{part.capitalize()} of {segment}**: {_eur(row)}. It changed by {change:+.1%} "
        f"({low:+.1%} to {high:+.1%}) {since}."
    )
