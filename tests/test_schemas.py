"""The JSON Schemas in standards/schema/, from which editors complete, say what the forms say."""

from __future__ import annotations

import json

import pytest
from conftest import ROOT

from groundrules import documents
from groundrules.baseline import Baseline
from groundrules.metrics.form import Metric, Source
from groundrules.plans.form import Plan
from groundrules.quasi.form import Plan as QuasiPlan
from groundrules.readout.log import Line
from groundrules.readout.report.form import Told
from groundrules.render.answered import Answer
from groundrules.runs.form import Pipeline
from groundrules.runs.log import Line as RunLine

FORMS = {
    "answer": (Answer, "Answer of a project, which fills the box of its report"),
    "baseline": (Baseline, "groundrules-baseline.json: the findings that are tolerated"),
    "metric": (Metric, "Metric"),
    "plan": (Plan, "Plan of an experiment"),
    "readout": (Told, "Readout of an experiment"),
    "readouts": (Line, "Line of readouts.jsonl, the log of readouts beside a plan"),
    "quasi": (QuasiPlan, "quasi.yaml: the plan of a quasi-experiment"),
    "run": (Pipeline, "run.yaml: how a deliverable is refreshed"),
    "run-log": (RunLine, "Line of log.jsonl, the log of `groundrules run`"),
    "source": (Source, "Source table"),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_schema_says_what_its_form_says(name: str) -> None:
    """Make them anew with: python tests/test_schemas.py"""
    stored = (ROOT / "standards" / "schema" / f"{name}.json").read_text(encoding="utf-8")
    assert stored == documents.schema(*FORMS[name])
    assert json.loads(stored)["$schema"].endswith("2020-12/schema")


if __name__ == "__main__":
    for each, form in FORMS.items():
        file = ROOT / "standards" / "schema" / f"{each}.json"
        file.write_text(documents.schema(*form), encoding="utf-8")
