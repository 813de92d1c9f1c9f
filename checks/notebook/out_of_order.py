from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity


class OutOfOrder(CodeRule):
    """A notebook is saved with cells that ran in another order than they stand in.

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

    def check(self, code: Code) -> Iterator[Hit]:
        above = None
        for cell, statement in code.cells():
            if cell.execution_count is None or statement is None:
                continue
            if above is not None and cell.execution_count < above.execution_count:
                yield Hit(
                    statement,
                    f"This cell ran as number {cell.execution_count}, before cell {above.number} above it "
                    f"({above.execution_count}): what it shows may not be what a run from the top gives.",
                )
                return
            above = cell
