"""The adopted programme beside a need: of the same period and basis, or refused in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from woonregie.subjects.balance.errors import NotComparableError
from woonregie.subjects.balance.queries.asking import Remark, basis_written, years_written
from woonregie.subjects.balance.queries.needs import some
from woonregie.subjects.balance.queries.terms import Terms
from woonregie.subjects.plans.queries import programme_arrays


@dataclass(frozen=True, slots=True)
class Adopted:
    """A number that a municipality adopted, for a period, net or gross."""

    period: tuple[int, int]
    basis: str
    dwellings: int


@dataclass(frozen=True, slots=True)
class NotComparable:
    """A programme that may not stand beside this need, why, and whose it is."""

    period: tuple[int, int]
    basis: str
    municipalities: tuple[str, ...]
    names: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Programmes:
    """Per municipality the number or None, what was refused, and what is missing."""

    dwellings: Sequence[int | None]
    refused: Sequence[NotComparable]
    remarks: Sequence[Remark]


def comparable(adopted: Sequence[Adopted], period: tuple[int, int], basis: str) -> int | None:
    """Return the adopted number for exactly this period and basis.

    Returns:
        Dwellings; None where nothing was adopted at all.

    Raises:
        NotComparableError: something was adopted, but for another period or on another basis;
            a bridge is needed, not a ratio.
    """
    for item in adopted:
        if (item.period, item.basis) == (period, basis):
            return item.dwellings
    if not adopted:
        return None
    raise NotComparableError(
        _("Programma %(own)s is niet te vergelijken met deze vraag (%(asked)s).")
        % {
            "own": ", ".join(_written(item.period, item.basis) for item in adopted),
            "asked": _written(period, basis),
        },
        period=list(period),
        basis=basis,
        programmes=[[*item.period, item.basis] for item in adopted],
    )


def programmes_of(terms: Terms) -> Programmes:
    """Return the programmes of the municipalities of a question."""
    adopted = _adopted(terms)
    dwellings: list[int | None] = []
    refused: dict[str, list[int]] = {}
    for at, items in enumerate(adopted):
        try:
            dwellings.append(comparable(items, terms.period, terms.basis))
        except NotComparableError as error:
            dwellings.append(None)
            refused.setdefault(str(error), []).append(at)
    without = [terms.places[at].name for at, items in enumerate(adopted) if not items]
    return Programmes(
        dwellings,
        [_refusal(terms, adopted, text, at) for text, at in refused.items()],
        _missing(without, len(adopted)),
    )


def _adopted(terms: Terms) -> list[list[Adopted]]:
    arrays = programme_arrays(
        [place.pk for place in terms.places],
        on=terms.question.on,
        known_on=terms.question.known_on,
    )
    found: list[list[Adopted]] = [[] for _place in terms.places]
    for at in range(len(arrays.dwellings)):
        found[int(arrays.municipality[at])].append(
            Adopted(
                (int(arrays.from_year[at]), int(arrays.before_year[at])),
                "net" if arrays.net[at] else "gross",
                int(arrays.dwellings[at]),
            )
        )
    for items in found:
        items.sort(key=lambda item: (item.period, item.basis), reverse=True)
    return found


def _refusal(
    terms: Terms, adopted: Sequence[Sequence[Adopted]], text: str, at: Sequence[int]
) -> NotComparable:
    newest = adopted[at[0]][0]
    places = [terms.places[position] for position in at]
    return NotComparable(
        period=newest.period,
        basis=newest.basis,
        municipalities=tuple(place.code for place in places),
        names=tuple(place.name for place in places),
        text=f"{text} {some([place.name for place in places])}.",
    )


def _missing(without: list[str], count: int) -> list[Remark]:
    if not without:
        return []
    if len(without) == count:
        text = _("Er is op deze dag geen programma vastgelegd.")
        return [Remark("no_programme", text)]
    text = _("Geen programma is vastgelegd voor: %(names)s.") % {"names": some(without)}
    return [Remark("programme_incomplete", text)]


def _written(period: tuple[int, int], basis: str) -> str:
    return f"{years_written(period)} {basis_written(basis)}"
