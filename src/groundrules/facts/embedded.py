"""SQL inside Python: the text of a call's string argument, masked so that positions hold.

The stretch of source from the first to the last quote is kept at its length:
quotes between parts, escapes and the Python around them become spaces, and what
an f-string or a `+` puts in becomes an identifier as long as it is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from groundrules.facts.code import Code
from groundrules.facts.flow import Flow
from groundrules.files.source import Region, Source
from groundrules.files.sql import identifier

_OPEN = re.compile(r"(?P<prefix>[rRbBuUfF]{0,2})(?P<quote>\"\"\"|'''|\"|')")
_SQL_START = re.compile(
    r"\s*(?:--[^\n]*\n\s*|/\*.*?\*/\s*)*\(?\s*(?:select|with|insert|create|merge|update|delete)\b",
    re.I | re.S,
)
_ESCAPE = re.compile(r"\\(?:\r?\n|x..|u....|U........|N\{[^}]*\}|[0-7]{1,3}|.)", re.S)


_NAMES = ("sql", "query", "statement", "sql_query", "stmt", "command", "query_string", "q")
_SAME = frozenset(
    {
        "format",
        "strip",
        "replace",
        "lstrip",
        "rstrip",
        "substitute",
        "safe_substitute",
        "render",
        "format_map",
    }
)
_AROUND = frozenset({"text", "dedent", "cleandoc", "SQL", "Template", "str"})
_DEEP = 12


def regions(source: Source, code: Code) -> Iterator[Region]:
    """Yield the SQL that the calls of a file pass to databases, each literal once."""
    seen: set[int] = set()
    flow = code.flow
    methods = flow.vocabulary.sql_methods | flow.vocabulary.last_names("sql_sink")
    for call in code.calls_named(*methods):
        if call.method not in flow.vocabulary.sql_methods and "sql_sink" not in call.meanings:
            continue
        given = (call.argument(None, name) for name in _NAMES)
        argument = call.argument(0) or next((one for one in given if one is not None), None)
        if argument is None:
            continue
        dialect = flow.vocabulary.sql_dialects.get(call.name or call.callee)
        for node in _literals(argument.node, flow):
            span = code.span(node)
            start = source.index.offset(span.line, span.column)
            end = source.index.offset(span.end_line, span.end_column)
            if start in seen:
                continue
            seen.add(start)
            sql, template = mask(source.text[start:end])
            if _SQL_START.match(sql):
                yield Region(start, sql, template, dialect)


def _literals(node: ast.AST, flow: Flow, depth: int = 0) -> Iterator[ast.AST]:
    """Yield the string literals that an expression is: through names, attributes, helpers, wrappers."""
    if depth > _DEEP:
        return
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            yield node
        case ast.BinOp(op=ast.Add()):
            yield node
        case ast.BinOp(op=ast.Mod()):
            yield from _literals(node.left, flow, depth + 1)
        case ast.IfExp():
            yield from _literals(node.body, flow, depth + 1)
            yield from _literals(node.orelse, flow, depth + 1)
        case ast.Call():
            for inner in _of_call(node, flow):
                yield from _literals(inner, flow, depth + 1)
        case ast.Name():
            for definition in flow.definitions(node):
                whole = definition.kind == "assign" and definition.index is None
                if whole or definition.kind == "parameter":
                    for value in flow.feeds_of(definition):
                        yield from _literals(value, flow, depth + 1)
        case ast.Attribute():
            for definition in flow.attribute_definitions(node):
                if definition.value is not None and definition.index is None:
                    yield from _literals(definition.value, flow, depth + 1)
            for bound in _of_class(node, flow):
                yield from _literals(bound, flow, depth + 1)
        case ast.Subscript(slice=ast.Constant(value=key)):
            for item in _item(node.value, key, flow):
                yield from _literals(item, flow, depth + 1)


def _of_call(node: ast.Call, flow: Flow) -> Iterator[ast.AST]:
    """Yield what a call that leaves its string's words alone was given, or what a helper returns."""
    func = node.func
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    if isinstance(func, ast.Attribute) and name in _SAME:
        yield func.value
    elif name in _AROUND and node.args:
        yield node.args[0]
    else:
        helper = flow.function_of(node)
        if helper is not None:
            yield from flow.tree.returns_of(helper)


def _of_class(node: ast.Attribute, flow: Flow) -> Iterator[ast.AST]:
    """Yield what the body of the class around, or of the class that is named, binds to an attribute."""
    name = node.value.id if isinstance(node.value, ast.Name) else ""
    owner: ast.AST | None = flow.class_around(node) if name in ("self", "cls") else None
    if owner is None and isinstance(node.value, ast.Name):
        found = [d.node for d in flow.definitions(node.value) if d.kind == "class"]
        owner = found[0] if found else None
    for statement in getattr(owner, "body", ()):
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
        value = getattr(statement, "value", None)
        if value is not None and any(getattr(t, "id", None) == node.attr for t in targets):
            yield value


def _item(holder: ast.AST, key: object, flow: Flow) -> Iterator[ast.AST]:
    """Yield what a dict that a name is bound to holds at a key."""
    values: list[ast.AST | None] = [holder]
    if isinstance(holder, ast.Name):
        values = [d.value for d in flow.definitions(holder) if d.kind == "assign" and d.value]
    for value in values:
        if isinstance(value, ast.Dict):
            for name, item in zip(value.keys, value.values, strict=True):
                if isinstance(name, ast.Constant) and name.value == key:
                    yield item


def mask(source: str) -> tuple[str, bool]:
    """Return SQL of the same length as a stretch of Python, and whether parts were put in."""
    out: list[str] = []
    template = False
    at = 0
    while at < len(source):
        found = _OPEN.search(source, at)
        if not found:
            between, put_in = _between(source[at:])
            out.append(between)
            template |= put_in
            break
        between, put_in = _between(source[at : found.start()])
        out.append(between)
        body, after, put_in2 = _body(source, found)
        out.append(" " * len(found[0]) + body)
        template |= put_in or put_in2
        at = after
    return "".join(out), template


def _between(text: str) -> tuple[str, bool]:
    """Mask what stands between two literals: blank glue, but a value that is added."""
    without = re.sub(r"#[^\n]*", lambda m: " " * len(m[0]), text)
    if not re.search(r"\w", without):
        return re.sub(r"[^\n]", " ", without), False
    return re.sub(r"[\w][^\n+]*[\w)\]]|\w", lambda m: identifier(m[0]), without).replace(
        "+", " "
    ), True


def _body(source: str, opening: re.Match[str]) -> tuple[str, int, bool]:
    """Return (masked body with its closing quote blanked, offset after it, template?)."""
    quote = opening["quote"]
    prefix = opening["prefix"].lower()
    out: list[str] = []
    template = False
    at = opening.end()
    while at < len(source):
        if source.startswith(quote, at):
            out.append(" " * len(quote))
            return "".join(out), at + len(quote), template
        char = source[at]
        if char == "\\" and "r" not in prefix:
            escape = _ESCAPE.match(source, at)
            word = escape[0] if escape else char
            # An escaped quote is a quote to SQL; a line end may close a comment.
            kept = {"\\'": " '", '\\"': ' "', "\\n": " \n" if "--" in "".join(out[-200:]) else "  "}
            piece = kept.get(word, re.sub(r"[^\n]", " ", word))
            out.append(piece if len(piece) == len(word) else " " * len(word))
            at += len(word)
        elif char in "{}" and source.startswith(char * 2, at) and "f" in prefix:
            out.append(" " + char)
            at += 2
        elif char == "{":
            end = _closing(source, at)
            if end is None:
                out.append(char)
                at += 1
                continue
            template = True
            out.append(identifier(source[at:end]))
            at = end
        elif char == "%" and (found := re.compile(r"%(?:\(\w+\))?s").match(source, at)):
            template = True
            out.append(":" + re.sub(r"\W", "_", found[0][1:], flags=re.A))
            at = found.end()
        else:
            out.append(char)
            at += 1
    return "".join(out), at, template


def _closing(source: str, at: int) -> int | None:
    depth = 0
    for place in range(at, len(source)):
        if source[place] == "{":
            depth += 1
        elif source[place] == "}":
            depth -= 1
            if depth == 0:
                return place + 1
    return None
