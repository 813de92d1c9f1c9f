import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Loop, Severity, Trigger, Value

_MAKES = re.compile(r"simul|synth|generat|make_|draw|fake|random", re.I)
_NAMES = ("random_state", "seed", "rng", "random_seed")


class SeedInLoop(CodeRule):
    """A loop that is to draw anew each round sets the same seed each round.

    Why: Every round then is the first one again. A bootstrap of 1,000 rounds with the seed inside has
    1 distinct mean, and an interval of width 0 (the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np

        spend = np.arange(100.0)
        means = []
        for _ in range(1000):
            rng = np.random.default_rng(7)
            means.append(rng.choice(spend, len(spend)).mean())
        print(np.percentile(means, [2.5, 97.5]))
        ```
    Good:
        ```python
        import numpy as np

        spend = np.arange(100.0)
        rng = np.random.default_rng(7)
        means = []
        for _ in range(1000):
            means.append(rng.choice(spend, len(spend)).mean())
        print(np.percentile(means, [2.5, 97.5]))
        ```
    """

    code = "RPR002"
    name = "seed-in-loop"
    severity = Severity.WARNING
    standard = "reproducibility/seeds"
    mend = "Set the seed once, before the loop, or let it differ from round to round."
    triggers = (
        # In the body of something, or within a comprehension.
        Trigger(
            any_pattern=(
                r"(?m)^[ \t]+[^\n]*\b(?:seed|random_state|rng|random_seed|default_rng|RandomState|Random|manual_seed|"
                r"set_seed|seed_everything|set_random_seed|set_state)\s*[=(]",
                r"(?:seed|random_state|rng|random_seed|default_rng|RandomState|Random)\s*[=(][^\n]*\bfor\b",
            )
        ),
        Trigger(
            any_pattern=(
                r"(?m)\bfor\b[^\n]+\b(?:range|trange|prange|repeat)\s*\(",
                r"(?m)^\s*while\b",
            )
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.calls("global_seed", "generator", "seeded_sink", "simulation"):
            seed = _seed(call)
            if seed is None or seed.is_none:
                continue
            loops = [loop for loop in call.enclosing_loops() if loop.only_counts]
            if not loops or _changes(seed, loops[0].targets) or _new_data(call, seed, loops):
                continue
            if not all(_fits_new_data(code, call, loop) for loop in loops):
                yield Hit(
                    call,
                    f"`{call.method}` sets the seed to {seed.text} in each round of the loop: every round "
                    "draws the same.",
                )


def _seed(call: Call) -> Value | None:
    """Return the seed that a call sets or takes."""
    named = next((found for name in _NAMES if (found := call.argument(None, name))), None)
    if named is None and not call.meanings.isdisjoint(("global_seed", "generator")):
        return call.argument(0)
    return named


def _changes(seed: Value, targets: frozenset[str]) -> bool:
    """Whether a seed may differ from round to round: it is no fixed figure."""
    return seed.literal is None or any(origin.text in targets for origin in seed.origins())


def _new_data(call: Call, seed: Value, loops: list[Loop]) -> bool:
    """Whether what it draws from is itself drawn anew in the loop: then the rounds differ."""
    given = [
        value for value in (call.receiver, *call.arguments) if value is not None and value != seed
    ]
    return any(
        isinstance(origin, Call)
        and ("simulation" in origin.meanings or _MAKES.search(origin.method))
        and any(loop in loops for loop in origin.enclosing_loops())
        for value in given
        for origin in value.origins()
    )


def _fits_new_data(code: Code, call: Call, loop: Loop) -> bool:
    """Whether it only makes what draws later, from data that the loop draws anew: half of the users, a new split."""
    if not _is_class(call):
        return False
    return any(
        loop in draw.enclosing_loops() and not _is_fixed(draw, loop)
        for draw in code.calls("data_draw", "simulation", "seeded_sink")
        if not _is_class(draw)
    )


def _is_class(call: Call) -> bool:
    return "seeded_sink" in call.meanings and call.method[:1].isupper()


def _is_fixed(draw: Call, loop: Loop) -> bool:
    seed = _seed(draw)
    return seed is not None and not seed.is_none and not _changes(seed, loop.targets)
