"""Faults of the guide's content that the form of a single file cannot see."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from groundrules.methods.form import Conditions, Method, Question
from groundrules.methods.load import UNKNOWN, Guide

_PRETEST = re.compile(
    r"shapiro|normality|normaltest|jarque|anderson.?darling|lilliefors|levene|bartlett", re.I
)
_OPTIONS = {"describe", "list", "show", "format", "test", "help", UNKNOWN}


def faults(
    guide: Guide, codes: Collection[str], exercises: Collection[str], standards: Collection[str]
) -> Iterator[str]:
    """Yield what is wrong, each with the file or question that it is about.

    `codes`, `exercises`, `standards`: the rules, folders and conventions that exist.
    """
    questions = {question.name: question for question in guide.questions}
    for number, question in enumerate(guide.questions):
        yield from _question(question, guide.questions[:number])
    names = {method.name for method in guide.methods}
    for method in guide.methods:
        for fault in _method(method, questions, names):
            yield f"{guide.files[method.name]}: {fault}"
        for what, named, known in (
            ("rule", method.rules, codes),
            ("exercise", [method.exercise] if method.exercise else [], exercises),
            ("standard", [method.standard] if method.standard else [], standards),
        ):
            for name in named:
                if name not in known:
                    yield f"{guide.files[method.name]}: no {what} is called `{name}`"
    for gap in guide.gaps:
        for fault in _conditions(gap.if_, questions):
            yield f"gaps.yaml, {gap.if_}: {fault}"
        for name in gap.nearest:
            if name not in names:
                yield f"gaps.yaml, {gap.if_}: no method is called `{name}`"


def _question(question: Question, earlier: tuple[Question, ...]) -> Iterator[str]:
    where = f"question {question.name}"
    answers = [answer.name for answer in question.answers]
    if question.name in _OPTIONS:
        yield f"{where}: the name is taken by an option of the command"
    if len(set(answers)) < len(answers):
        yield f"{where}: an answer is there twice"
    if UNKNOWN in answers:
        yield f"{where}: `{UNKNOWN}` is taken: every question has it"
    if question.default is not None and question.default not in answers:
        yield f"{where}: the default `{question.default}` is none of its answers"
    for way in question.asked_when:
        for fault in _conditions(way, {one.name: one for one in earlier}):
            yield f"{where}: asked_when: {fault} (only earlier questions count)"
    for text in (question.text, question.find_out, *(answer.text for answer in question.answers)):
        if _PRETEST.search(text):
            yield f"{where}: asks for a pretest: a test of its assumption must not choose a method"


def _method(
    method: Method, questions: Mapping[str, Question], names: Collection[str]
) -> Iterator[str]:
    for one in method.when:
        yield from (f"when: {fault}" for fault in _conditions(one.if_, questions))
    for assumption in method.assumptions:
        if _PRETEST.search(assumption.look):
            yield f"look: `{assumption.look}` is a pretest"
        if assumption.instead is not None and assumption.instead not in names:
            yield f"instead: no method is called `{assumption.instead}`"
    for expected in method.expect:
        if isinstance(expected.value, float) and expected.within is None:
            yield f"expect: {expected.name}: a number with a fraction needs `within`"


def _conditions(conditions: Conditions, questions: Mapping[str, Question]) -> Iterator[str]:
    if not conditions:
        yield "names no question"
    for name, accepted in conditions.items():
        if name not in questions:
            yield f"no question is called `{name}`"
            continue
        known = [answer.name for answer in questions[name].answers]
        for answer in accepted:
            if answer not in known:
                yield f"`{answer}` is no answer to `{name}`: {', '.join(known)}"
