"""What `jupyter nbconvert --to groundrules` and `--to groundrules-slides` find: exporters that judge contracts."""

from __future__ import annotations

from groundrules.render import exporter
from groundrules.reports.judging import judge


class ReportExporter(exporter.ReportExporter):
    __doc__ = exporter.ReportExporter.__doc__
    judge = staticmethod(judge)


class SlidesExporter(exporter.SlidesExporter):
    __doc__ = exporter.SlidesExporter.__doc__
    judge = staticmethod(judge)
