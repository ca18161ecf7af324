"""Pages of the balance."""

from woonregie.subjects.balance.views.bench import coverage_features, workbench
from woonregie.subjects.balance.views.bridges import bridge_page
from woonregie.subjects.balance.views.published import publication, published
from woonregie.subjects.balance.views.statements import statement, statement_file

__all__ = [
    "bridge_page",
    "coverage_features",
    "publication",
    "published",
    "statement",
    "statement_file",
    "workbench",
]
