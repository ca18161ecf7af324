"""Published totals as tables: areas down, classes or years across, a dash for what is hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.disclosure.models import Publication
from woonregie.foundation.norms.models import CapacityClass, DefinitionProfile
from woonregie.foundation.pages.tables import Column, Table
from woonregie.foundation.region.models import Municipality
from woonregie.subjects.balance.queries.asking import years_written
from woonregie.subjects.balance.tables import (
    ACCOUNTS,
    CAPACITY,
    CLASSES,
    TOTAL,
    YEARS,
    capacity_key,
    year_key,
)
from woonregie.subjects.plans.queries import NO_YEAR


def tables_of(publication: Publication, *, whole: bool) -> list[Table]:
    """Return the tables of a publication: one per definition, and building and demolition by year.

    A number that is hidden has no value in its row, so a page shows a dash.

    Args:
        publication: which one.
        whole: totals of all plans; else only what restricted plans add.
    """
    shown = publication.whole() if whole else publication.shown()
    found = [
        *(_of_profile(publication, profile, shown) for profile in _profiles(publication)),
        *(_of_years(publication, account, shown) for account in ACCOUNTS),
    ]
    # Both choices can stand on one page.
    if whole:
        return found
    # Both parts stand on one page: each table has a name of its own.
    return [
        replace(
            item,
            key=f"afgeschermd-{item.key}",
            caption=_("%(table)s, afgeschermd") % {"table": item.caption},
        )
        for item in found
    ]


def hidden_of(publication: Publication) -> tuple[int, int]:
    """Return how many whole totals are hidden, and how many there are."""
    values = list(publication.whole().values())
    return sum(value is None for value in values), len(values)


def area_names(publication: Publication) -> dict[str, str]:
    """Return area -> what people call it, by name, the region last."""
    terms = publication.terms[CAPACITY]
    places = Municipality.objects.filter(code__in=terms["municipalities"])
    names = sorted(places.values_list("organisation__name", "code"))
    return {**{code: name for name, code in names}, terms["region"]: publication.scope.name}


def _profiles(publication: Publication) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = publication.terms[CAPACITY]["profiles"]
    return found


def profile_titles(publication: Publication) -> dict[str, str]:
    """Return the title of each definition that a publication counts by."""
    wanted = {item["name"]: item["version"] for item in _profiles(publication)}
    found = DefinitionProfile.objects.filter(name__in=wanted)
    return {
        name: title
        for name, version, title in found.values_list("name", "version", "title")
        if wanted[name] == version
    }


Shown = Mapping[tuple[str, str, str], int | None]


def _of_profile(publication: Publication, profile: Mapping[str, Any], shown: Shown) -> Table:
    name = profile["name"]
    titles = {**dict(CapacityClass.choices), TOTAL: _("samen")}
    words = {"build": _("bouw"), "demolition": _("sloop")}
    cells = [(group, account) for account in ACCOUNTS for group in (*CLASSES, TOTAL)]
    columns = [
        Column(f"{group}_{account}", f"{words[account]} {titles[group]}", "kept")
        for group, account in cells
    ]
    caption = _("%(profile)s, %(period)s, in woningen") % {
        "profile": profile_titles(publication).get(name, name),
        "period": years_written((profile["years"][0], profile["years"][1])),
    }
    keys = {f"{group}_{account}": capacity_key(name, group, account) for group, account in cells}
    return _table(publication, f"capaciteit-{name}", caption, columns, (CAPACITY, keys), shown)


def _of_years(publication: Publication, account: str, shown: Shown) -> Table:
    years = [*range(*publication.terms[YEARS]["years"]), NO_YEAR]
    columns = [
        Column(str(year), str(year) if year else _("zonder jaar"), "kept") for year in years
    ]
    caption = (
        _("Bouw per jaar van oplevering, in woningen")
        if account == "build"
        else _("Sloop per jaar, in woningen")
    )
    keys = {str(year): year_key(year, account) for year in years}
    return _table(publication, f"jaren-{account}", caption, columns, (YEARS, keys), shown)


def _table(
    publication: Publication,
    key: str,
    caption: str,
    columns: Sequence[Column],
    cells: tuple[str, Mapping[str, str]],
    shown: Shown,
) -> Table:
    table, keys = cells
    rows = [
        {
            "gebied": name,
            **{column: shown.get((table, area, number)) for column, number in keys.items()},
        }
        for area, name in area_names(publication).items()
    ]
    first = Column("gebied", _("Gebied"))
    return Table(key, caption, (first, *columns), rows[:-1], foot=rows[-1])
