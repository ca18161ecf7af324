"""Our own workbook for others: the template with all plans, and what it cannot hold beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from woonregie.foundation.pages.charts import EXAMPLE
from woonregie.subjects.plans.formats.columns import AUDIENCE_STAYS
from woonregie.subjects.plans.formats.fields import FIELDS
from woonregie.subjects.plans.formats.outlets import (
    FULL,
    About,
    Hold,
    Outlet,
    Written,
    absent,
    coarse,
)
from woonregie.subjects.plans.formats.template.columns import cell_of
from woonregie.subjects.plans.formats.template.filled import (
    EXPLANATION,
    TOLD,
    Filled,
    choices,
    in_columns,
    with_more,
)
from woonregie.subjects.plans.formats.written import LONGEST_CELL, TYPES, Form, as_file
from woonregie.subjects.plans.queries.outgoing import TOTAL, OutPlan

_BESIDE = _("Staat in het bestand om te lezen. Wij lezen het niet terug.")
_TOO_LONG = _(
    "Past niet in een cel van een werkblad. Er staat (ongewijzigd). "
    "Een ander register kan het niet lezen: kies dan GeoPackage."
)


def holds(too_long: Mapping[str, Hold] | None = None) -> dict[str, Hold]:
    """Return what our own files hold.

    Args:
        too_long: fields of which a text may not fit.
    """
    found = dict.fromkeys(FIELDS, FULL)
    found |= {field: coarse(_BESIDE, FIELDS[field].says) for field in TOLD.values()}
    found["stated_status"] = absent(
        _("In het bestand staat de status die telt, en die volgt uit de besluiten.")
    )
    found["audience"] = absent(AUDIENCE_STAYS)
    return found | dict(too_long or {})


def _long_note(plan: OutPlan) -> str:
    return plan.values.note if len(plan.values.note) > LONGEST_CELL else ""


def _long_shape(plan: OutPlan) -> str:
    # A corner takes some forty signs as text, and sixteen bytes as it is kept.
    shape = plan.values.geometry
    if shape is None or len(shape) < LONGEST_CELL / 3:
        return ""
    placed = in_columns([plan], plan.valid_on).rows[0].get("WKT", "")
    return FIELDS["geometry"].words(plan) if placed.startswith("(") else ""


def _write(plans: Sequence[OutPlan], place: Path, about: About) -> Written:
    filled = with_more(plans, in_columns(plans, about.on))
    day = about.on.strftime("%d-%m-%Y")
    explanation = [EXPLANATION[0], f"Plannen van {about.place} op {day}.", *EXPLANATION[1:]]
    if about.demonstration:
        explanation.insert(1, f"Dit zijn {EXAMPLE}: de plannen zijn verzonnen.")
    form = Form("Plannen", filled.columns, filled.rows, explanation, choices())
    form = replace(form, more={"Verslag": about.report})
    place.write_bytes(as_file(form, about.kind))
    return counted(plans, filled)


def counted(plans: Sequence[OutPlan], filled: Filled) -> Written:
    """Return what stands in the columns of the template, added up from its cells."""
    told = Written(plans=len(plans), rows=len(filled.rows))
    for account in ("build", "demolition"):
        columns = [name for name in filled.columns if _adds_up(name, account)]
        homes = sum(row.get(name, 0) for row in filled.rows for name in columns)
        setattr(told, account, homes)
    return told


def _adds_up(heading: str, account: str) -> bool:
    """Return whether a column holds all homes of an account in some year or period."""
    cell = cell_of(heading.lower())
    return cell is not None and (cell.account, cell.breakdown) == (account, TOTAL)


OUTLET = Outlet(
    name="template",
    title=_("Sjabloon van Woonregie"),
    receiver=_("Voor gemeenten en andere registers van Woonregie."),
    kinds={kind: TYPES[kind] for kind in ("xlsx", "ods", "csv")},
    holds=holds(
        {
            "note": coarse(_TOO_LONG, _long_note),
            "geometry": coarse(_TOO_LONG, _long_shape),
        }
    ),
    write=_write,
    again=True,
)
