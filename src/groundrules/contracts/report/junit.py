"""For continuous integration that reads JUnit's XML: a suite a table, a case a rule."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

from groundrules.contracts.report import Judged, Run, Unread
from groundrules.contracts.report.words import sample, sentence
from groundrules.contracts.result import RuleResult

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (its section 2.2), however it is escaped."""


def whole(run: Run) -> str:
    """Return the run as one document."""
    root = Xml.Element("testsuites", name="groundrules validate")
    root.extend([_suite(one) for one in run.judged])
    root.extend([_error(one) for one in run.unread])
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode")


def _suite(one: Judged) -> Xml.Element:
    rules = one.result.rules
    failed = sum(rule.status == "failed" and not rule.advisory for rule in rules)
    suite = Xml.Element(
        "testsuite", name=_text(one.data), tests=str(len(rules)), failures=str(failed),
        errors="0", skipped=str(one.result.count("skipped")),
    )  # fmt: skip
    for rule in rules:
        suite.append(_case(one, rule))
    return suite


def _case(one: Judged, rule: RuleResult) -> Xml.Element:
    case = Xml.Element("testcase", classname=_text(one.result.contract), name=_text(rule.name))
    if rule.status == "skipped":
        Xml.SubElement(case, "skipped", message=_text(rule.detail))
    elif rule.status == "failed" and rule.advisory:
        Xml.SubElement(case, "system-out").text = _text(f"warning: {sentence(rule)}")
    elif rule.status == "failed":
        failure = Xml.SubElement(case, "failure", message=_text(sentence(rule)))
        failure.text = _text("\n".join(sample(found) for found in rule.samples)) or None
    return case


def _error(one: Unread) -> Xml.Element:
    suite = Xml.Element(
        "testsuite", name=_text(one.data), tests="1", failures="0", errors="1", skipped="0"
    )
    case = Xml.SubElement(suite, "testcase", classname=_text(one.contract), name="can be read")
    Xml.SubElement(case, "error", message=_text(one.message))
    return suite


def _text(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
