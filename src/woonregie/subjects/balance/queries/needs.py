"""Need: how many dwellings municipalities need in a period, net or gross, and what that rests on.

Gross need is net need and what replaces dwellings that leave the stock. Where a forecast says how
many leave, in every year and for every municipality, that counts. Where it does not, the
demolition counts that plans foresee in the period: then what is short is the same net and gross
(equation 4 of docs/engines/delivery.md). Part of a forecast is never mixed with part of the plans.
"""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.engines.delivery import need, whole
from woonregie.foundation.pages.charts import written
from woonregie.subjects.balance.queries.asking import Remark, years_written
from woonregie.subjects.balance.queries.terms import Terms
from woonregie.subjects.forecast.queries import Measure, flow, stock, stock_where_known

NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Needs:
    """(m,) whole dwellings, and what one must know of them.

    `replaces_demolition` says that gross need holds what the plans demolish.
    """

    dwellings: NDArray[np.int64]
    remarks: tuple[Remark, ...]
    replaces_demolition: bool = False


def needs_of(terms: Terms, planned_demolition: NDArray[np.int64]) -> Needs:
    """Return the need of the municipalities of a question.

    Args:
        terms: who, when, and by which forecast.
        planned_demolition: (m,) dwellings that plans demolish in the period.

    Raises:
        MissingYearError: the forecast lacks the first or the last year; nothing is interpolated.
    """
    ids = [place.pk for place in terms.places]
    start, end = stock(
        vintage=terms.vintage,
        scenario=terms.scenario,
        measure=Measure.HOUSEHOLDS,
        municipality_ids=ids,
        years=terms.period,
    )
    shortage, shortage_remarks = _shortage(terms)
    withdrawals, withdrawal_remarks = _withdrawals(terms, planned_demolition)
    found = need(
        households_start=start,
        households_end=end,
        vacancy_share=terms.vacancy_share,
        shortage=shortage,
        withdrawals=withdrawals,
    )
    dwellings = whole(found.net if terms.basis == "net" else found.gross)
    remarks = (
        *shortage_remarks,
        *withdrawal_remarks,
        *_vacancy(terms),
        *_shrinking(terms, dwellings),
    )
    return Needs(dwellings, remarks, replaces_demolition=bool(withdrawal_remarks))


def _shortage(terms: Terms) -> tuple[NDArray[np.float64], list[Remark]]:
    """Return (m,) the initial shortage when it is switched on, and what is missing of it."""
    nothing = np.zeros(len(terms.places))
    if not terms.question.with_shortage:
        return nothing, []
    (found,) = stock_where_known(
        vintage=terms.vintage,
        scenario=terms.scenario,
        measure=Measure.INITIAL_SHORTAGE,
        municipality_ids=[place.pk for place in terms.places],
        years=terms.period[:1],
    )
    missing = np.isnan(found)
    said = {"title": terms.vintage.title, "year": terms.period[0]}
    if missing.all():
        text = _(
            "%(title)s kent geen woningtekort op 1 januari %(year)s. "
            "Het begintekort telt daarom niet mee."
        )
        return nothing, [Remark("no_shortage", text % said)]
    if missing.any():
        names = [place.name for place, gap in zip(terms.places, missing, strict=True) if gap]
        text = _(
            "%(title)s kent geen woningtekort op 1 januari %(year)s voor: %(names)s. "
            "Daar telt het begintekort als nul."
        )
        said["names"] = some(names)
        return np.nan_to_num(found), [Remark("shortage_incomplete", text % said)]
    return found, []


def _withdrawals(
    terms: Terms, planned_demolition: NDArray[np.int64]
) -> tuple[NDArray[np.float64], list[Remark]]:
    """Return (m,) what leaves the stock; only asked for, and only told, when one counts gross."""
    if terms.basis == "net":
        return np.zeros(len(terms.places)), []
    expected = flow(
        vintage=terms.vintage,
        scenario=terms.scenario,
        measure=Measure.WITHDRAWN_DWELLINGS,
        municipality_ids=[place.pk for place in terms.places],
        years=terms.period,
    )
    if expected.complete:
        return expected.total, []
    planned = int(planned_demolition.sum())
    said = {
        "title": terms.vintage.title,
        "period": years_written(terms.period),
        "planned": written(planned),
    }
    if expected.absent:
        code = "no_withdrawals"
        why = _("%(title)s kent geen onttrekkingen.")
    else:
        code = "withdrawals_incomplete"
        why = _("%(title)s kent niet voor elk jaar en elke gemeente onttrekkingen.")
    if planned:
        rule = _(
            "Daarom is de bruto behoefte hier de netto behoefte plus de sloop "
            "die in de plannen staat: %(planned)s woningen in %(period)s."
        )
    else:
        rule = _(
            "Ook in de plannen staat geen sloop: de bruto "
            "behoefte is gelijk aan de netto behoefte."
        )
    return planned_demolition.astype(np.float64), [Remark(code, f"{why} {rule}" % said)]


def _vacancy(terms: Terms) -> list[Remark]:
    if "vacancy_share" in terms.norms:
        return []
    text = _("Er is op deze dag geen norm voor frictieleegstand. Zij telt als nul.")
    return [Remark("no_vacancy_norm", text)]


def _shrinking(terms: Terms, dwellings: NDArray[np.int64]) -> list[Remark]:
    names = [place.name for place, count in zip(terms.places, dwellings, strict=True) if count < 0]
    if not names:
        return []
    text = _(
        "De behoefte is onder nul in: %(names)s. Het aantal huishoudens wordt daar "
        "kleiner. In het totaal van de regio gaat dat er af."
    )
    return [Remark("shrinking", text % {"names": some(names)})]


def some(names: list[str]) -> str:
    """Return the first names of a list, and how many there are more."""
    rest = len(names) - NAMES_SHOWN
    shown = ", ".join(names[:NAMES_SHOWN])
    return _("%(names)s en nog %(rest)s") % {"names": shown, "rest": rest} if rest > 0 else shown
