"""What this room tells the lower floors about itself: the tables of totals that it publishes."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.utils.translation import gettext_lazy as _

from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.commitments.registry import Metric, register_metric
from woonregie.foundation.disclosure.tables import PublishedTable, register_table

# Named, not imported: counting needs arrays, which take as long to load as Django itself.
TABLES = "woonregie.subjects.balance.tables"


def _later(name: str) -> Callable[..., Any]:
    """Return a function of the tables that is looked up when it is called."""

    def called(*args: Any) -> Any:
        return getattr(import_module(TABLES), name)(*args)

    return called


MEASURED = "woonregie.subjects.balance.queries.measured"
CHANGES = ("plans.", "disclosure.audience_", "forecast.", "norms.", "region.")

register_metric(
    Metric(
        key="balance.hard_share",
        title=_("Harde plannen als deel van de behoefte"),
        unit="share",
        explanation=_(
            "Harde plancapaciteit in de periode van de definitie, gedeeld door de behoefte."
        ),
        path=f"{MEASURED}.hard_share",
        parts_path=f"{MEASURED}.parts_of_hard",
        profiled=True,
        acts=CHANGES,
    )
)
register_metric(
    Metric(
        key="balance.covered_share",
        title=_("Alle plannen als deel van de behoefte"),
        unit="share",
        explanation=_(
            "Alle plancapaciteit in de periode van de definitie, gedeeld door de behoefte."
        ),
        path=f"{MEASURED}.covered_share",
        parts_path=f"{MEASURED}.parts_of_capacity",
        profiled=True,
        acts=CHANGES,
    )
)
register_act("balance.totals_published", _("publiceerde totalen"))
register_table(
    PublishedTable(
        name="capacity",
        title=_("Plancapaciteit"),
        terms=_later("capacity_terms"),
        numbers=_later("capacity_numbers"),
        dear=_later("region_first"),
    )
)
register_table(
    PublishedTable(
        name="years",
        title=_("Per jaar van oplevering"),
        terms=_later("years_terms"),
        numbers=_later("years_numbers"),
    )
)
