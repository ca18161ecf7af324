"""What a person may choose for a column or a word: fields by group, with names for people."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from woonregie.subjects.plans.formats.own.headings import counted
from woonregie.subjects.plans.formats.own.schema import (
    ASIDE,
    CODES,
    KNOWN_TEXTS,
    NET,
    REALISED,
    TOTAL_BUILD,
    TOTAL_DEMOLITION,
    WHOLE,
    YEARS,
)
from woonregie.subjects.plans.formats.template.columns import VALUE_COLUMNS

Choice = tuple[str, str]
Group = tuple[str, Sequence[Choice]]
YEARS_OFFERED = range(-1, 12)
"""Years around the reference year that are offered where a heading names none."""
NO_YEAR = "zonder jaar"


def title_of(field: str) -> str:
    """Return what a field is called on the screen.

    >>> title_of("bouw 2027")
    'Bouw 2027'
    """
    return str(_titles().get(field) or field.capitalize())


def _titles() -> dict[str, str]:
    return {
        ASIDE: _("Niet lezen"),
        TOTAL_BUILD: _("Totaal nog te bouwen"),
        WHOLE: _("Totaal van het hele plan, met wat al gebouwd is"),
        REALISED: _("Al gebouwd"),
        NET: _("Netto: bouw min sloop"),
        TOTAL_DEMOLITION: _("Totaal te slopen"),
        "eigen sleutel": _("Uw eigen plannummer"),
        "plannummer": _("Plannummer van Woonregie"),
    }


def fields_for(heading: str, reference_year: int, also: str = "") -> list[Choice | Group]:
    """Return what a column may be, by group.

    Args:
        heading: as it stands; the period in it is offered.
        reference_year: where it names no period, the years around this one are offered.
        also: a field that must be among them.
    """
    groups: list[tuple[str, list[str]]] = [
        (_("Over het plan"), [*KNOWN_TEXTS, *YEARS]),
        (_("Aantallen in totaal"), [TOTAL_BUILD, WHOLE, REALISED, NET, TOTAL_DEMOLITION]),
        *_numbers(_period(heading), reference_year),
    ]
    known = {name for _title, names in groups for name in names}
    if also and also not in known:
        groups.insert(0, (_("Zo lezen wij het nu"), [also]))
    choices = [(title, [(name, title_of(name)) for name in names]) for title, names in groups]
    return [("", _("Kies wat dit is")), (SKIP, title_of(ASIDE)), *choices]


SKIP = "-"
"""Stands on the form for a column that is not read: an empty choice is no choice."""


def _period(heading: str) -> str:
    found = counted(heading)
    words = found.field.split() if found else []
    return " ".join(word for word in words[1:] if word[:1].isdigit() or word in {"t/m", "vanaf"})


def _numbers(period: str, reference_year: int) -> Iterator[tuple[str, list[str]]]:
    if period:
        ends = f" {period}"
        yield (
            _("Aantallen in %(period)s") % {"period": period},
            [f"bouw{ends}", f"sloop{ends}", *(f"{name}{ends}" for name in VALUE_COLUMNS)],
        )
    years = [str(reference_year + more) for more in YEARS_OFFERED]
    yield _("Soort woning"), list(VALUE_COLUMNS)
    if not period:
        yield _("Te bouwen, per jaar"), [f"bouw {year}" for year in [*years, NO_YEAR]]
        yield _("Te slopen, per jaar"), [f"sloop {year}" for year in [*years, NO_YEAR]]


def codes_for(field: str) -> list[Choice]:
    """Return the codes that a word may mean, by what they are called."""
    codes = [(str(item.value), str(item.label)) for item in CODES[field]]
    return [("", _("Kies wat dit betekent")), *codes]
