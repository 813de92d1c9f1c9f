"""Exercises about judgement, and the public API that their graders are written with."""

from groundrules.learn.api import Answer, Case, Failure, close, number, pair, recognise, word

__all__ = ["Answer", "Case", "Failure", "close", "number", "pair", "recognise", "word"]
