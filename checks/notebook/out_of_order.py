from collections.abc import Iterator

from groundrules import Code, CodeRule, Draft, Hit, Severity, Value


class OutOfOrder(CodeRule):
    """A notebook is saved with a cell that ran before the cell above it whose result it uses.

    Why: What it shows is then not what a run from the top gives. Two cells that each change
    one figure leave 2 different results in their 2 orders (the standard's `recompute` block).

    Bad:
        ```python
        # %% [1]
        total = 10
        # %% [3]
        total = total * 2
        # %% [2]
        print(total)
        ```
    Good:
        ```python
        # %% [1]
        total = 10
        # %% [2]
        total = total * 2
        # %% [3]
        print(total)
        ```
    """

    code = "NBK001"
    name = "out-of-order"
    severity = Severity.WARNING
    standard = "notebook/restart"
    only_notebooks = True
    mend = "Restart the kernel and run all cells before saving, or clear the outputs."

    def may_find(self, draft: Draft) -> bool:
        return draft.execution_counts != tuple(sorted(set(draft.execution_counts)))

    def check(self, code: Code) -> Iterator[Hit]:
        ran = [cell for cell in code.cells if cell.execution_count]
        counts = [cell.execution_count or 0 for cell in ran]
        if counts == sorted(counts):
            return
        for use, cell, above in code.stale_uses():
            yield Hit(
                use,
                f"This cell ran as number {cell.execution_count}, and cell {above.number} above it, which "
                f"sets `{use.text}`, ran later ({above.execution_count}): what it shows is older.",
            )
            return
        for place, cell in enumerate(ran):
            # One kernel gives each number once.
            twin = next((c for c in ran[:place] if c.execution_count == cell.execution_count), None)
            statement = code.first_statement(cell) if twin is not None else None
            if twin is not None and statement is not None and not _is_command(statement):
                yield Hit(
                    statement,
                    f"Cells {twin.number} and {cell.number} both ran as number {cell.execution_count}, which "
                    "one kernel gives once: they ran in two sessions, or one was pasted.",
                )
                return


def _is_command(statement: Value) -> bool:
    return statement.text.startswith(("0", "!", "%"))
