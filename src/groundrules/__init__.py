"""Agree on how analysis is done, and then do it that way.

These names are the public API that rules are written against, ours and yours.
"""

from groundrules.facts.aggregations import Aggregation, Step
from groundrules.facts.code import Code
from groundrules.facts.joins import Join
from groundrules.facts.query import Node, Query
from groundrules.facts.values import Call, Loop, Value
from groundrules.rules import CodeRule, Hit, QueryRule, Rule, Severity, Trigger
from groundrules.spans import Span

__all__ = [
    "Aggregation",
    "Call",
    "Code",
    "CodeRule",
    "Hit",
    "Join",
    "Loop",
    "Node",
    "Query",
    "QueryRule",
    "Rule",
    "Severity",
    "Span",
    "Step",
    "Trigger",
    "Value",
]
