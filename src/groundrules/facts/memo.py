"""Answers that are kept: a file does not change while it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def kept(method: Callable[[Any, Asked], Answer]) -> Callable[[Any, Asked], Answer]:
    """Keep the answers of a method of one hashable argument for as long as its object lives.

    What it answers must not be an iterator, and nobody may change it.
    """
    place = f"_kept_{method.__name__}"

    @wraps(method)
    def ask(self: Any, asked: Asked) -> Answer:
        answers: dict[Asked, Answer] | None = self.__dict__.get(place)
        if answers is None:
            answers = self.__dict__[place] = {}
        if asked in answers:
            return answers[asked]
        answer = answers[asked] = method(self, asked)
        return answer

    return ask
