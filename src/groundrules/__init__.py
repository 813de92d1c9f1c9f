"""Agree on how analysis is done, and then do it that way.

These names are the public API that rules are written against, ours and yours.
Each is loaded when it is first asked for: a hook that has nothing to report
loads none of them.
"""

TYPE_CHECKING = False  # as in typing, whose import would take longer than a glance at a file
if TYPE_CHECKING:
    from groundrules.drafts import Draft
    from groundrules.facts.aggregations import Aggregation, Key, Step
    from groundrules.facts.code import Code
    from groundrules.facts.joins import Join
    from groundrules.facts.learning.triggers import SPLITS
    from groundrules.facts.learning.views import Leak, Prediction, Score, Split
    from groundrules.facts.query import Node, Query, Relation
    from groundrules.facts.tested import Sample, Test, Threshold
    from groundrules.facts.values import Call, Loop, Value
    from groundrules.plans.file import PlanFile
    from groundrules.rules import CodeRule, Hit, PlanRule, QueryRule, Rule, Severity, Trigger
    from groundrules.spans import Span

_HOMES = {
    "drafts": ("Draft",),
    "facts.aggregations": ("Aggregation", "Key", "Step"),
    "facts.code": ("Code",),
    "facts.joins": ("Join",),
    "facts.learning.triggers": ("SPLITS",),
    "facts.learning.views": ("Leak", "Prediction", "Score", "Split"),
    "facts.query": ("Node", "Query", "Relation"),
    "facts.tested": ("Sample", "Test", "Threshold"),
    "facts.values": ("Call", "Loop", "Value"),
    "plans.file": ("PlanFile",),
    "rules": ("CodeRule", "Hit", "PlanRule", "QueryRule", "Rule", "Severity", "Trigger"),
    "spans": ("Span",),
}

__all__ = [
    "SPLITS",
    "Aggregation",
    "Call",
    "Code",
    "CodeRule",
    "Draft",
    "Hit",
    "Join",
    "Key",
    "Leak",
    "Loop",
    "Node",
    "PlanFile",
    "PlanRule",
    "Prediction",
    "Query",
    "QueryRule",
    "Relation",
    "Rule",
    "Sample",
    "Score",
    "Severity",
    "Span",
    "Split",
    "Step",
    "Test",
    "Threshold",
    "Trigger",
    "Value",
]


def __getattr__(name: str) -> object:
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"groundrules.{home}"), name)
    raise AttributeError(f"module 'groundrules' has no attribute {name!r}")
