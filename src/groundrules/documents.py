"""YAML files that a person edits: read into a typed form, refused with their line, described by a JSON Schema.

A form is a frozen `msgspec.Struct` with `forbid_unknown_fields=True`; what a field means is said once, by
`Annotated[…, msgspec.Meta(description=…)]`, for editors and readers alike.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Hashable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from groundrules.errors import ContentError, UsageError
from groundrules.spans import Span

T = TypeVar("T")
Steps = tuple[str | int, ...]
"""The way to a part of a document: keys, and places in lists."""
_STEP = re.compile(r"\.([^.\[\]`]+)|\[(\d+|\.\.\.)\]")


class FormError(ContentError):
    """A file that is not of its form: what is wrong, and the line, from 1, where it can be told."""

    def __init__(self, where: str, line: int | None, said: str) -> None:
        super().__init__(f"{where}{f':{line}' if line else ''}: {said}")
        self.line, self.said = line or 1, said


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


class _Dumper(yaml.SafeDumper):
    """Quotes each text that YAML 1.1 or our loader would take for something else."""


_Dumper.yaml_implicit_resolvers = {
    first: [*yaml.SafeDumper.yaml_implicit_resolvers.get(first, []), *_Loader.yaml_implicit_resolvers.get(first, [])]
    for first in {*yaml.SafeDumper.yaml_implicit_resolvers, *_Loader.yaml_implicit_resolvers}
}  # fmt: skip


def written(content: Any) -> str:
    """Return plain content as YAML, in its own order, which `parse` reads back as it was."""
    return yaml.dump(
        content,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=110,
        default_flow_style=False,
    )


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


def sha256_of(path: Path) -> str:
    """Return the hash of a file's text, whatever its line endings, in hexadecimal; raises as `text_of`."""
    return hashlib.sha256(text_of(path).encode()).hexdigest()


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
        said = f"not YAML: {error.problem or error.context}"
        raise FormError(where, mark.line + 1 if mark else None, said) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise FormError(where, None, f"not YAML: {str(error).splitlines()[0]}") from error
    if content is None:
        raise FormError(where, None, "is empty")
    try:
        return msgspec.convert(content, form)
    except msgspec.ValidationError as error:
        raise FormError(where, *_told(str(error), node, form)) from error


def _told(said: str, node: yaml.Node | None, form: Any) -> tuple[int, str]:
    """Return the line that msgspec's message is about, and the message with the nearest right name."""
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
    return line, f"{f'{place}: ' if place else ''}{what}"


def tree(text: str) -> yaml.Node | None:
    """Return the nodes of YAML text that `parse` takes, with their places."""
    return yaml.compose(text, Loader=_Loader)


def _line(node: yaml.Node | None, steps: list[str]) -> int:
    return place(node, tuple(steps)).line


def place(node: yaml.Node | None, steps: Steps) -> Span:
    """Return where that stands what `steps` lead to, as far as they lead.

    Of a plain value that is the value, of what has parts its key or its first key.
    """
    span = _span(node) if node else Span(1, 1, 1, 1)
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == step]
            if not found:
                break
            key, node = found[0]
            span = _span(node if isinstance(node, yaml.ScalarNode) else key)
        elif isinstance(node, yaml.SequenceNode) and _number(step) in range(len(node.value)):
            node = node.value[_number(step)]
            span = _span(node)
        else:
            break
    return span


def there(node: yaml.Node | None, steps: Steps) -> bool:
    """Whether `steps` lead to something."""
    for step in steps:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and _number(step) in range(len(node.value)):
            node = node.value[_number(step)]
        else:
            return False
    return node is not None


def _number(step: str | int) -> int:
    return int(step) if isinstance(step, int) or step.isdigit() else -1


def _span(node: yaml.Node) -> Span:
    """Return a node's place: of a mapping its first key, of what goes over lines its beginning."""
    if isinstance(node, yaml.MappingNode) and node.value:
        node = node.value[0][0]
    start, end = node.start_mark, node.end_mark
    same = end.line == start.line
    last = max(end.column, start.column + 1) if same else start.column + 1
    return Span(start.line + 1, start.column + 1, start.line + 1, last + 1)


def _nearest(word: str, form: Any) -> str:
    definitions = msgspec.json.schema_components([form])[1]
    known = {name for one in definitions.values() for name in one.get("properties", {})}
    found = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean `{found[0]}`?" if found else f"; known are {', '.join(sorted(known))}"


def schema(form: Any, title: str) -> str:
    """Return the JSON Schema of a form, as it stands in standards/schema/."""
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return json.dumps({**made, **msgspec.json.schema(form)}, indent=2, ensure_ascii=False) + "\n"
