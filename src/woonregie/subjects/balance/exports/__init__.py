"""The statement as PDF/UA and as a sheet with live formulas."""

from woonregie.subjects.balance.exports.pdf import statement_pdf
from woonregie.subjects.balance.exports.sheet import statement_sheets

__all__ = ["statement_pdf", "statement_sheets"]
