"""Need against capacity, and why two totals differ."""

from woonregie.subjects.balance.queries.asking import (
    Question,
    Remark,
    basis_written,
    years_written,
)
from woonregie.subjects.balance.queries.balance import Balance, Row, balance
from woonregie.subjects.balance.queries.bridging import (
    CLASSES,
    BridgeOf,
    bridge_between,
    in_words,
)
from woonregie.subjects.balance.queries.programmes import NotComparable
from woonregie.subjects.balance.queries.statement import Statement, percent, statement

__all__ = [
    "CLASSES",
    "Balance",
    "BridgeOf",
    "NotComparable",
    "Question",
    "Remark",
    "Row",
    "Statement",
    "balance",
    "basis_written",
    "bridge_between",
    "in_words",
    "percent",
    "statement",
    "years_written",
]
