"""Scenarios as files: a workbook, one table, a document for a meeting."""

from woonregie.subjects.forecast.exports.outcome import scenario_csv, scenario_xlsx
from woonregie.subjects.forecast.exports.pdf import scenario_pdf

__all__ = ["scenario_csv", "scenario_pdf", "scenario_xlsx"]
