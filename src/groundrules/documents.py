"""YAML files that a person edits: read into a typed form, refused with their line, described by a JSON Schema.

A form is a frozen `msgspec.Struct` with `forbid_unknown_fields=True`; what a field means is said once, by
`Annotated[…, msgspec.Meta(description=…)]`, for editors and readers alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from groundrules.errors import ContentError, UsageError

T = TypeVar("T")
_STEP = re.compile(r"\.([^.\[\]`]+)|\[(\d+|\.\.\.)\]")


class _Loader(yaml.SafeLoader):
    """YAML 1.2's core types: `no` is a text, `1e-3` a number, 12:30 no count of minutes, a key is there once."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 PyYAML's own


for _tag, _form, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_form})$"), _first)


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Iterator[dict[Hashable, Any]]:
    found: dict[Hashable, Any] = {}
    yield found
    for key, value in node.value:
        name = loader.construct_object(key, deep=True)
        if not isinstance(name, str):
            raise yaml.constructor.ConstructorError(
                None, None, f"a key must be a text, not {name!r}: quote it", key.start_mark
            )
        if name in found:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {name!r} is there twice", key.start_mark
            )
        found[name] = loader.construct_object(value, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def text_of(path: Path) -> str:
    """Return a file's text; raises UsageError where there is none, ContentError where it is no UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise UsageError(f"{path}: no such file") from error
    except UnicodeDecodeError as error:
        raise ContentError(f"{path}: not UTF-8: save it as UTF-8") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error


def read(path: Path, form: type[T]) -> T:
    """Return the file's content as `form`; raises ContentError that names file, line and mend."""
    return parse(text_of(path), str(path), form)


def parse(text: str, where: str, form: type[T]) -> T:
    """Return YAML text as `form`; `where` is what an error calls it."""
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        content = None if node is None else loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f":{mark.line + 1}" if mark else ""
        raise ContentError(f"{where}{line}: not YAML: {error.problem or error.context}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ContentError(f"{where}: not YAML: {str(error).splitlines()[0]}") from error
    if content is None:
        raise ContentError(f"{where}: is empty")
    try:
        return msgspec.convert(content, form)
    except msgspec.ValidationError as error:
        raise ContentError(_told(str(error), where, node, form)) from error


def _told(said: str, where: str, node: yaml.Node | None, form: Any) -> str:
    """Return msgspec's message with the line that it is about, and the nearest right name."""
    what, _, path = said.partition(" - at `")
    steps = [name or index for name, index in _STEP.findall(path.rstrip("`"))]
    unknown = re.search(r"unknown field `(.+)`", what)
    if unknown:
        line = _line(node, [*steps, unknown[1]])
        what = f"unknown key `{unknown[1]}`{_nearest(unknown[1], form)}"
    else:
        line = _line(node, steps)
        what = re.sub(r"Object missing required field (`.+`)", r"\1 is missing", what)
    place = ".".join(steps)
    return f"{where}:{line}: {f'{place}: ' if place else ''}{what}"


def _line(node: yaml.Node | None, steps: list[str]) -> int:
    """Return the line, from 1, of what `steps` lead to, as far as they lead."""
    mark = node.start_mark if node else None
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == step]
            if not found:
                break
            mark, node = found[0][0].start_mark, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
            node = node.value[int(step)]
            mark = node.start_mark
        else:
            break
    return mark.line + 1 if mark else 1


def _nearest(word: str, form: Any) -> str:
    definitions = msgspec.json.schema_components([form])[1]
    known = {name for one in definitions.values() for name in one.get("properties", {})}
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean `{found[0]}`?" if found else f"; known are {', '.join(sorted(known))}"


def schema(form: Any, title: str) -> str:
    """Return the JSON Schema of a form, as it stands in standards/schema/."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return json.dumps({**made, **msgspec.json.schema(form)}, indent=2, ensure_ascii=False) + "\n"
