"""The questions of `groundrules advise`, one by one at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from groundrules.cli.console import say
from groundrules.errors import UsageError
from groundrules.methods.describe import flag
from groundrules.methods.form import Question
from groundrules.methods.load import UNKNOWN, Guide
from groundrules.methods.match import Matcher
from groundrules.methods.text import question_text

_HELP = (
    "Answer by number, name or beginning of a name; 0: I don't know; ?: why it is asked; b: back."
)


def ask(matcher: Matcher, given: Mapping[str, str]) -> dict[str, str]:
    """Return the description after every question that still tells methods apart.

    Raises UsageError where the input ends before; KeyboardInterrupt passes through.
    """
    answers: list[tuple[str, str]] = []
    say(_HELP)
    while True:
        whole = {**given, **dict(answers)}
        question = matcher.next_question(whole, matcher.alive(whole, matcher.leads))
        if question is None:
            say(f"\nThe same again: {command(whole, matcher.guide)}\n")
            return whole
        said = _one(question, matcher.guide)
        if said is not None:
            answers.append((question.name, said))
        elif answers:
            answers.pop()


def command(description: Mapping[str, str], guide: Guide) -> str:
    """Return the command line that gives the same answer without a terminal."""
    flags = [
        f"--{flag(question.name)} {description[question.name]}"
        for question in guide.questions
        if question.name in description
    ]
    return " ".join(["groundrules advise", *flags])


def _one(question: Question, guide: Guide) -> str | None:
    """Return the answer to one question, or None for a step back."""
    say("\n" + question_text(guide, question.name))
    while True:
        sys.stderr.write("> ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            say("")
            raise UsageError(f"the input ended before `{question.name}` was answered")
        word = line.strip().lower()
        if word in ("b", "back"):
            return None
        if word == "?":
            say(f"Why: {question.why}\nTo find out: {question.find_out}")
            continue
        meant = understood(word, question)
        if len(meant) == 1:
            return meant[0]
        names = ", ".join(meant or [answer.name for answer in question.answers])
        say(f"{'More than one begins so' if meant else 'Please say one of'}: {names}. {_HELP}")


def understood(word: str, question: Question) -> list[str]:
    """Return the answers that a word can mean."""
    names = [*(answer.name for answer in question.answers), UNKNOWN]
    if not word:
        return [question.default] if question.default else []
    if word.isascii() and word.isdigit():
        number = int(word)
        if number == 0:
            return [UNKNOWN]
        return [names[number - 1]] if number < len(names) else []
    if word in names:
        return [word]
    return [name for name in names if name.startswith(word)]
