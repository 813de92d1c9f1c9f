from collections.abc import Iterator

from groundrules import Code, CodeRule, Draft, Hit, Severity


class FailsOnRestart(CodeRule):
    """A cell uses a name that no cell above it defines: the notebook fails from top to bottom.

    Why: What only runs in the order in which it was once clicked cannot be checked or
    refreshed by anyone. `jupyter nbconvert --execute` stops at such a cell, always: 1 of 1.

    Bad:
        ```python fails
        # %%
        print(sum(totals))
        # %%
        totals = [1, 2]
        ```
    Good:
        ```python
        # %%
        totals = [1, 2]
        # %%
        print(sum(totals))
        ```
    """

    code = "NBK002"
    name = "fails-on-restart"
    severity = Severity.ERROR
    standard = "notebook/restart"
    only_notebooks = True
    mend = "Define the name in a cell above, then restart the kernel and run all cells."

    def may_find(self, draft: Draft) -> bool:
        return not draft.ran_in_order

    def check(self, code: Code) -> Iterator[Hit]:
        if code.ran_in_order:
            return  # it was saved after just such a run
        reported: set[str] = set()
        for use in code.unbound_names():
            if use.text in reported:
                continue
            reported.add(use.text)
            later = code.bindings(use.text)
            cell = code.cell_of(later[0].line) if later else None
            where = f"only cell {cell.number} below defines it" if cell else "no cell defines it"
            yield Hit(
                use, f"`{use.text}` is used here, and {where}: the notebook fails on restart."
            )
