"""Advice and methods as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import fill, indent

from groundrules.methods.form import Assumption, Method
from groundrules.methods.load import UNKNOWN, Guide
from groundrules.methods.route import Advice, Choice, Decision, Miss, Open

_WIDTH = 100
_MISSES = 6
_SHOWN = 6


def advice_text(advice: Advice, guide: Guide) -> str:
    """Return the whole answer: decisions, the first method in full, the others in short, what is near."""
    parts = [_decisions(advice)]
    if advice.open:
        parts.append("\n".join(["Not known yet", *(_opened(one) for one in advice.open)]))
    if advice.nothing:
        parts.append("\n".join(_nothing(advice, guide)))
    first = [choice for choice in advice.choices if choice.place == "first"]
    if first:
        parts.append(_answer(first[0]))
    for heading, places in (("Besides", ("first", "also")), ("Goes with it", ("beside",))):
        rest = [
            choice
            for choice in advice.choices
            if choice.place in places and choice not in first[:1]
        ]
        if rest:
            parts.append("\n".join([heading, *(_short(choice) for choice in rest)]))
    if advice.misses:
        parts.append(_misses(advice))
    return "\n\n".join(parts) + "\n"


def _decisions(advice: Advice) -> str:
    wide = max((len(f"{one.question} = {one.answer}") for one in advice.path), default=0)
    lines = ["Decisions", *(_decision(one, wide) for one in advice.path)]
    lines += [f"  {name}: does not matter here" for name in advice.unused]
    return "\n".join(lines)


def _decision(decision: Decision, wide: int) -> str:
    said = f"{decision.question} = {decision.answer}"
    taken = "; taken, as nothing is said" if decision.taken else ""
    left = f"{decision.left} {'method' if decision.left == 1 else 'methods'} left"
    return _wrapped(f"{decision.text}{taken} → {left}", f"  {said:<{wide}}  ", wide + 4)


def _opened(one: Open) -> str:
    lines = [f"  {one.question.name}: {one.question.text}"]
    lines.append(_wrapped(f"To find out: {one.question.find_out}", "    ", 4))
    for answer in one.question.answers:
        names = one.leads[answer.name]
        shown = ", ".join(names[:_SHOWN]) if names else "no method"
        if len(names) > _SHOWN:
            shown = f"one of {len(names)} methods"
        lines.append(_wrapped(f"{answer.name} ({answer.text}) → {shown}", "    ", 6))
    return "\n".join(lines)


def _nothing(advice: Advice, guide: Guide) -> Iterator[str]:
    assert advice.nothing is not None
    yield _wrapped(f"No method: {advice.nothing.because}.", "", 0)
    if advice.nothing.nearest:
        yield "Nearest:"
    for name in advice.nothing.nearest:
        yield _wrapped(f"{name}: {guide.method(name).title}", "  ", 4)


def _answer(choice: Choice) -> str:
    method = choice.method
    why = _wrapped(f"because {choice.because}", "  ", 2)
    return f"Answer: {method.title} ({method.name})\n{why}\n\n{page(method, headed=False)}"


def _short(choice: Choice) -> str:
    head = _wrapped(f"{choice.method.name}: {choice.method.title}", "  ", 4)
    return head + "\n" + _wrapped(f"because {choice.because}", "    ", 4)


def _misses(advice: Advice) -> str:
    lines = ["Not, since one answer speaks against it", *map(_miss, advice.misses[:_MISSES])]
    if len(advice.misses) > _MISSES:
        lines.append(f"  and {len(advice.misses) - _MISSES} more (--format json has all)")
    return "\n".join(lines)


def _miss(miss: Miss) -> str:
    needs = " or ".join(miss.needs)
    return _wrapped(
        f"{miss.method.name}: {miss.question} is {miss.answer}, it takes {needs}", "  ", 4
    )


def page(method: Method, *, headed: bool = True) -> str:
    """Return one method in full."""
    parts = (
        [f"{method.name}: {method.title}\n{_wrapped(method.answers, '  ', 2)}"] if headed else []
    )
    parts.append("\n".join(["Look at", *map(_assumption, method.assumptions)]))
    needs = f" (pip install {' '.join(method.needs)})" if method.needs else ""
    parts.append(f"Code{needs}\n{indent(method.code.rstrip(), '    ')}")
    proven = ", and by a simulation beside it" if method.proof else ""
    parts.append("\n".join([f"Held by a test, in this code{proven}", *_expected(method)]))
    parts.append("\n".join(["Report", *_items(method.report)]))
    parts.append("\n".join(["Avoid", *_items(method.avoid)]))
    parts.append("\n".join(_further(method)))
    return "\n\n".join(parts)


def _assumption(one: Assumption) -> str:
    instead = f" (groundrules advise --show {one.instead})" if one.instead else ""
    return "\n".join(
        (
            _wrapped(one.assume, "  - ", 4),
            _wrapped(f"look: {one.look}", "    ", 6),
            _wrapped(f"otherwise: {one.otherwise}{instead}", "    ", 6),
        )
    )


def _expected(method: Method) -> Iterator[str]:
    for one in method.expect:
        close = f" ± {one.within:g}" if one.within else ""
        yield _wrapped(f"{one.name} = {one.value}{close}: {one.source}", "  - ", 4)


def _further(method: Method) -> Iterator[str]:
    if method.rules:
        yield f"Its misuse is found by {', '.join(method.rules)} (groundrules explain {method.rules[0]})"
    if method.standard:
        yield f"Agreed in standards/{method.standard}.md"
    if method.exercise:
        yield f"Practise: groundrules learn start {method.exercise}"
    yield from ("References", *_items(method.references))


def _items(texts: Iterable[str]) -> list[str]:
    return [_wrapped(text, "  - ", 4) for text in texts]


def _wrapped(text: str, start: str, hang: int) -> str:
    return fill(
        text.strip(),
        _WIDTH,
        initial_indent=start,
        subsequent_indent=" " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def listing(guide: Guide) -> str:
    """Return the methods by family, a line each."""
    wide = max((len(method.name) for method in guide.methods), default=0)
    lines: list[str] = []
    for family in sorted({method.family for method in guide.methods}):
        lines.append(family)
        lines.extend(
            f"  {method.name:<{wide}}  {method.title}"
            for method in guide.methods
            if method.family == family
        )
    return "\n".join(lines) + "\n"


def question_text(guide: Guide, name: str) -> str:
    """Return a question as it is put at a terminal."""
    question = guide.question(name)
    lines = [question.text]
    for number, answer in enumerate(question.answers, start=1):
        default = "  (Enter)" if answer.name == question.default else ""
        lines.append(_wrapped(f"{answer.name}: {answer.text}{default}", f"  {number}  ", 5))
        if answer.help:
            lines.append(_wrapped(answer.help, "       ", 7))
    lines.append(f"  0  {UNKNOWN}: I don't know")
    return "\n".join(lines)
