"""Joins of frames as rules see them: sides, keys, kind, and whether keys stand once."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from groundrules.facts import columns, grouping
from groundrules.facts.shown import shown
from groundrules.facts.uniqueness import Uniqueness, uniqueness

if TYPE_CHECKING:
    from groundrules.facts.bindings import Definition
    from groundrules.facts.code import Code
    from groundrules.facts.values import Call, Value
    from groundrules.spans import Span

_FILTERS = frozenset(
    ["semi", "anti", "left_semi", "left_anti", "leftsemi", "leftanti", "left_anti", "cross"]
)
_COUNTS = frozenset(["shape", "height", "info", "nunique", "unmatched", "_merge", "isna", "isnull"])


@dataclass(frozen=True, slots=True)
class Join:
    """A join of two frames by keys (not the nearest rows of `merge_asof`)."""

    call: Call
    left: Value
    right: Value
    left_keys: tuple[str, ...] | None
    """Names of the key columns; None where the index is the key, or they cannot be read."""
    right_keys: tuple[str, ...] | None
    how: str | None
    """In lower case, the library's default included; None where it cannot be read."""
    has_how: bool
    has_validate: bool
    has_indicator: bool

    @property
    def span(self) -> Span:
        """Where the join is called."""
        return self.call.place.span

    @property
    def _by_index(self) -> bool:
        index = any(self.call.argument(None, name) for name in ("left_index", "right_index"))
        return index or self.call.callee == "pandas.DataFrame.join"

    @property
    def multiplies(self) -> bool:
        """Whether rows of one side may come out several times: not a filter, not every pair."""
        return self.how not in _FILTERS

    def keys_stand_once(self, side: Literal["left", "right"]) -> Uniqueness:
        """Return whether each key stands once on a side: `unique`, `repeated` or `unknown`."""
        frame, keys = (
            (self.left, self.left_keys) if side == "left" else (self.right, self.right_keys)
        )
        if keys is None and self._by_index and not _has_own_index(frame):
            return "unique"
        found = uniqueness(frame.flow, frame.node, frozenset(keys) if keys else None)
        if found == "unique" or _checked(self, frame):
            return "unique"
        return "repeated" if _grouped_elsewhere(self, frame, keys) else found

    def side_of(self, column: str | None) -> Literal["left", "right"] | None:
        """Return the side that a column of the result comes from, where the code shows it."""
        if column is None or column in (self.left_keys or ()):
            return None
        made_here = column in self.call.flow.tree.columns  # of either side, or of both
        left = shown(self.left.flow, self.left.node)
        right = shown(self.right.flow, self.right.node)
        if column in left.names and column in right.names:
            return None
        if column in left.names or (right.complete and column not in right.names and not made_here):
            return "left"
        if column in right.names or (left.complete and column not in left.names and not made_here):
            return "right"
        return None

    def shares_rows(self) -> bool:
        """Whether both sides are made of the same rows, as a frame and its own totals are."""
        left = self.left.lineage() - {"self", "cls"}
        right = self.right.lineage() - {"self", "cls"}
        return bool(left & right or left & _mentioned(self.right) or right & _mentioned(self.left))

    def filters_only(self) -> bool:
        """Whether a side has nothing but key columns, so that the join says which rows are meant."""
        sides = ((self.left, self.left_keys), (self.right, self.right_keys))
        for frame, keys in sides:
            has = shown(frame.flow, frame.node)
            if has.complete and keys and has.names <= set(keys):
                return True
        return False

    def counted(self) -> bool:
        """Whether rows of the result are counted or shown by their number, or looked at for gaps."""
        for use in self.call.uses():
            node = use.node
            if isinstance(node, ast.Attribute) and node.attr in _COUNTS:
                return True
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "len":
                return True
        return False


def joins(code: Code) -> list[Join]:
    """Return the joins of a file, in order."""
    found = (_of_call(call) for call in code.calls("join"))
    return [join for join in found if join is not None]


def _of_call(call: Call) -> Join | None:
    name = call.callee
    pandas = name.startswith("pandas")
    function = name in ("pandas.merge", "pandas.merge_ordered")
    if call.has_star:
        return None
    left = call.argument(0, "left") if function else call.receiver
    place = 1 if function else 0
    right = call.argument(place, "right") or call.argument(place, "other")
    if left is None or right is None:
        return None
    index_join = name == "pandas.DataFrame.join"
    if index_join and right.type is None and isinstance(right.node, ast.List | ast.ListComp):
        return None  # many frames by their index
    # pandas.merge(left, right, how, on, …), polars join(other, on, how, …), Spark join(other, on, how)
    how_place = place + (1 if pandas and not index_join else 2)
    on_place = place + (2 if pandas and not index_join else 1)
    how = call.argument(how_place, "how")
    default = "left" if index_join else "outer" if name.endswith("merge_ordered") else "inner"
    literal = how.literal if how is not None else default
    left_keys, right_keys = _keys(call, on_place, index_join)
    return Join(
        call,
        left,
        right,
        left_keys,
        right_keys,
        literal.lower() if isinstance(literal, str) else None,
        how is not None,
        call.argument(None, "validate") is not None,
        call.argument(None, "indicator") is not None,
    )


_Names = tuple[str, ...] | None


def _keys(call: Call, on_place: int, index_join: bool) -> tuple[_Names, _Names]:
    on = columns.argument_of(call.node, on_place, "on", "by")
    both = _names(call, on)
    if index_join:
        return both, None
    if on is not None:
        return both if both is not None else _equalities(call, on), both
    left = columns.keyword_of(call.node, "left_on")
    right = columns.keyword_of(call.node, "right_on")
    return _names(call, left), _names(call, right)


def _names(call: Call, node: ast.expr | None) -> _Names:
    if node is None:
        return None
    found = [key.name for key in grouping.keys_in(call.flow, node) if _is_name(key.node)]
    return tuple(n for n in found if n is not None) if found and None not in found else None


def _is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) or (
        isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("col", "column")
    )


def _equalities(call: Call, on: ast.AST) -> _Names:
    """Read the columns of `a.k == b.k` and of such terms joined by `&`."""
    found = [
        name
        for inner in ast.walk(on)
        if isinstance(inner, ast.Compare)
        and (name := call.flow.column_name(inner.left)) is not None
    ]
    return tuple(found) or None


def _mentioned(frame: Value) -> frozenset[str]:
    """Return the names of all that a frame is computed from, arguments of unknown calls included."""
    nodes = (origin.node for origin in frame.origins())
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name))


def _has_own_index(frame: Value) -> bool:
    """Whether rows are labelled by something else than their number."""
    for origin in frame.row_origins(own=False):
        node = origin.node
        name = getattr(node.func, "attr", "") if isinstance(node, ast.Call) else ""
        if name in _LABELS or (isinstance(node, ast.Attribute) and node.attr == "index"):
            return True
        if isinstance(node, ast.Call) and columns.keyword_of(node, "index_col") is not None:
            return True
    return False


_LABELS = frozenset(
    [
        "set_index",
        "groupby",
        "pivot_table",
        "pivot",
        "resample",
        "value_counts",
        "explode",
        "concat",
    ]
)


def _checked(join: Join, frame: Value) -> bool:
    """Whether the file looks anywhere whether keys of a frame are unique."""
    code = join.call.code
    checks: list[Value] = [*code.calls_named("duplicated", "is_duplicated", "is_unique")]
    checks += code.attributes("is_unique", "has_duplicates")
    names = frame.lineage() if checks else frozenset()
    return any(check.lineage() & names for check in checks)


def _grouped_elsewhere(join: Join, frame: Value, keys: tuple[str, ...] | None) -> bool:
    """Whether the file groups this very frame by just the join's keys, which a table of single keys needs not."""
    if not keys or not isinstance(frame.node, ast.Name):
        return False
    flow = frame.flow
    bound = _bindings(frame)
    for call in join.call.code.calls("group_rows"):
        receiver = call.receiver
        if receiver is None or not isinstance(receiver.node, ast.Name):
            continue
        if receiver.node.id != frame.node.id or not bound & _bindings(receiver):
            continue
        _, by = grouping.split(flow, call.node)
        names = {key.name for key in by}
        if None not in names and names == set(keys):
            return True
    return False


def _bindings(frame: Value) -> set[Definition]:
    assert isinstance(frame.node, ast.Name)
    return {d for d in frame.flow.definitions(frame.node) if d.kind != "mutation"}
