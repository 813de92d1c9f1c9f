"""Advice and methods as what JSON holds."""

from __future__ import annotations

from typing import Any

import msgspec

from groundrules.methods.form import Method
from groundrules.methods.load import Guide
from groundrules.methods.match import Description
from groundrules.methods.route import Advice


def advice_object(advice: Advice, description: Description) -> dict[str, Any]:
    """Return the answer, every method in full."""
    answers = {step.question: step.answer for step in advice.path}
    return {
        "version": 1,
        "description": dict(description),
        "path": [msgspec.to_builtins(step) for step in advice.path],
        "unused": list(advice.unused),
        "open": [
            {
                "question": one.question.name,
                "find_out": one.question.find_out,
                "leads": {answer: list(names) for answer, names in one.leads.items()},
            }
            for one in advice.open
        ],
        "methods": [
            {
                "place": choice.place,
                "because": choice.because,
                "path": {name: answers[name] for name in choice.decisions if name in answers},
                **method_object(choice.method),
            }
            for choice in advice.choices
        ],
        "not": [
            {
                "name": miss.method.name,
                "question": miss.question,
                "answer": miss.answer,
                "needs": list(miss.needs),
            }
            for miss in advice.misses
        ],
        "nothing": msgspec.to_builtins(advice.nothing),
    }


def method_object(method: Method) -> dict[str, Any]:
    """Return a method as its file has it, defaults included."""
    made: dict[str, Any] = msgspec.to_builtins(method)
    return made


def listing_object(guide: Guide) -> dict[str, Any]:
    """Return the questions in full, and the methods by name, family, title and question."""
    return {
        "version": 1,
        "questions": [msgspec.to_builtins(question) for question in guide.questions],
        "methods": [
            {
                "name": method.name,
                "family": method.family,
                "title": method.title,
                "answers": method.answers,
            }
            for method in guide.methods
        ],
    }
