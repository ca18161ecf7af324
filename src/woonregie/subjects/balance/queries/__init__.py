"""Need against capacity, and why two totals differ."""

from woonregie.subjects.balance.queries.asking import Question
from woonregie.subjects.balance.queries.balance import Balance, Row, balance
from woonregie.subjects.balance.queries.bridging import BridgeOf, bridge_between
from woonregie.subjects.balance.queries.statement import Statement, statement

__all__ = [
    "Balance",
    "BridgeOf",
    "Question",
    "Row",
    "Statement",
    "balance",
    "bridge_between",
    "statement",
]
