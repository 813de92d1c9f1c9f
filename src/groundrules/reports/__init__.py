"""Reports whose footer says whether the data keep their contracts: `render` and `contracts`, strung together."""

from __future__ import annotations

from functools import partial

from groundrules import render as rendering
from groundrules.render import Kind, Rendered
from groundrules.reports.judging import judge

__all__ = ["Kind", "Rendered", "render", "render_all"]

render = partial(rendering.render, judge=judge)
"""`groundrules.render.render`, contracts judged."""
render_all = partial(rendering.render_all, judge=judge)
"""`groundrules.render.render_all`, contracts judged."""
