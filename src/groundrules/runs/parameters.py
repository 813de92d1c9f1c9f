"""Parameters of a run: each has the type of its default, and a text that is the same for the same value."""

from __future__ import annotations

import hashlib
import json
import keyword
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from groundrules.errors import UsageError
from groundrules.runs.form import Value

Values = Mapping[str, Value]
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_KINDS = {"date": "2024-03-17", "integer": "3", "number": "0.5", "boolean": "true or false"}
_LONGEST = 80  # characters of a folder's name: paths of Windows end at 260


def kind(value: Value) -> str:
    """Return the type of a default: date, integer, number, boolean or text."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "date" if _DATE.fullmatch(value) else "text"
    return "integer" if isinstance(value, int) else "number"


def problem(name: str, value: Value) -> str | None:
    """Return what is wrong with a default, None where nothing is."""
    if keyword.iskeyword(name):
        return f"`{name}` is a word of Python's own, and a notebook could not be given it"
    if isinstance(value, str):
        return _bad_text(value) or (None if kind(value) == "text" else _no_day(value))
    return None if math.isfinite(value) else f"`{name}` is no finite number"


def chosen(defaults: Values, given: Sequence[str]) -> dict[str, Value]:
    """Return all parameters, in their own order, with what `--set NAME=VALUE` says of them.

    Raises UsageError for a name that is not there and for a value of another type.
    """
    found = dict(defaults)
    for one in given:
        name, equals, text = one.partition("=")
        if not equals:
            raise UsageError(f"--set {one}: write NAME=VALUE")
        if name not in defaults:
            raise UsageError(
                f"--set {one}: run.yaml has no parameter `{name}`{_near(name, defaults)}"
            )
        found[name] = _parsed(name, text, defaults[name])
    return found


def _near(name: str, defaults: Values) -> str:
    near = get_close_matches(name, defaults, n=1, cutoff=0.5)
    if near:
        return f"; did you mean `{near[0]}`?"
    return f"; it has {', '.join(defaults)}" if defaults else "; it has none"


def _parsed(name: str, text: str, default: Value) -> Value:
    wanted = kind(default)
    wrong = _bad_text(text)
    if wanted == "date" and not wrong:
        wrong = _no_day(text) if _DATE.fullmatch(text) else "no date"
    elif wanted == "integer" and not re.fullmatch(r"[-+]?[0-9]{1,18}", text):
        wrong = "no integer"
    elif wanted == "number" and not (_NUMBER.fullmatch(text) and math.isfinite(float(text))):
        wrong = "no number"
    elif wanted == "boolean" and text not in ("true", "false"):
        wrong = "no boolean"
    if wrong:
        like = f"; write it as in {_KINDS[wanted]}" if wanted in _KINDS else ""
        raise UsageError(
            f"--set {name}={text!r}: {wrong}. `{name}` is of the type of its default, {written(default)}: "
            f"{wanted}{like}"
        )
    if wanted == "boolean":
        return text == "true"
    if wanted == "integer":
        return int(text)
    return float(text) if wanted == "number" else text


def _bad_text(text: str) -> str | None:
    """Return why no program can be given a text."""
    if "\0" in text:
        return "holds a NUL character, which no program can be given"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "is not UTF-8"
    return None


def _no_day(text: str) -> str | None:
    try:
        date.fromisoformat(text)
    except ValueError:
        return f"{text} is no day of the calendar"
    return None


def written(value: Value) -> str:
    """Return the text that stands in commands and paths: the same for the same value."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def folder_name(values: Values) -> str:
    """Return the name of the folder for these parameters: `date=2024-03-17`.

    It is a name that Windows takes, too, and another one for other parameters, also where case counts for nothing:
    what is left out of it is in eight digits of a hash.
    """
    if not values:
        return "default"
    whole = ",".join(f"{name}={written(value)}" for name, value in values.items())
    plain = re.sub(r"[^A-Za-z0-9=,._+-]", "_", whole)[:_LONGEST].rstrip(".")
    texts = [*values, *map(written, values.values())]
    if plain == whole and all(re.fullmatch(r"[a-z0-9._+-]*", text) for text in texts):
        return plain
    digest = hashlib.sha256(json.dumps(dict(values)).encode()).hexdigest()
    return f"{plain}~{digest[:8]}"


def said(values: Values) -> str:
    """Return the parameters for a reader, on one line."""
    texts = {name: written(value) for name, value in values.items()}
    quoted = {
        name: text if re.fullmatch(r"[\w.:+-]+", text) else json.dumps(text, ensure_ascii=False)
        for name, text in texts.items()
    }
    return " ".join(f"{name}={text}" for name, text in quoted.items())
