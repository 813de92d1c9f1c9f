"""For a program: everything, once all is judged."""

from __future__ import annotations

import json

from groundrules.contracts.report import Run


def whole(run: Run) -> str:
    """Return the run as JSON; `version` changes when the meaning of a key does."""
    results = [
        {"data": one.data, "contract_file": one.contract, **one.result.to_dict()}
        for one in run.judged
    ]
    errors = [
        {"data": one.data, "contract_file": one.contract, "message": one.message}
        for one in run.unread
    ]
    said = {"version": 1, "results": results, "errors": errors}
    return json.dumps(said, indent=2, ensure_ascii=False)
