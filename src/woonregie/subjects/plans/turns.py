"""Whose turn the register knows: lists to look at, plans to mend, proposals to judge."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.notices.registry import Turn
from woonregie.foundation.region.access import permitted
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import region_at
from woonregie.subjects.plans.queries import (
    COUNTED_LISTS,
    audiences_to_review,
    open_imports,
    plans_to_mend,
    proposals_to_judge,
    visible_imports,
)

PROGRAMME = "programme"
"""Format of a delivery that holds adopted numbers instead of plans."""
WAITS = "previewed"
"""State of a delivery that somebody has looked at and not yet applied."""
MOST_OTHERS = 10
"""So many deliveries that wait for others are told at most."""


def turns(account: Account, organisation_id: UUID, today: date) -> Iterable[Turn]:
    """Return what waits for somebody, and for others as far as she may see it."""
    region = region_at(organisation_id)
    if permitted(account, "plans.import", region, on=today):
        yield from _deliveries(account, region, today)
        yield from _others(account, region, today)
    if permitted(account, "plans.edit", region, on=today):
        yield from _plans(account, region, today)
    if permitted(account, "audiences.edit", region, on=today):
        yield from _audiences(account, region, today)


def _deliveries(account: Account, region: Region, today: date) -> Iterator[Turn]:
    for delivery in open_imports(account=account, region=region, today=today):
        step, text = _to_do(delivery)
        yield Turn(
            f"plans.delivery:{delivery.pk}:{step}",
            text % {"day": _written(delivery.created_at.date())},
            _delivery_address(region, delivery),
            mine=True,
        )


def _to_do(delivery: Any) -> tuple[str, str]:
    """Return which step is next, and what to do."""
    if delivery.waits_for_columns:
        return "columns", _("Vertel hoe wij de lijst van %(day)s lezen.")
    if delivery.open_questions:
        return "questions", _("Beantwoord de vragen bij de aanlevering van %(day)s.")
    return "look", _("Bekijk de aanlevering van %(day)s en verwerk haar.")


def _delivery_address(region: Region, delivery: Any) -> str:
    """Return where a delivery is looked at: lists of numbers have pages of their own."""
    if delivery.waits_for_columns:
        return reverse("plans:import_columns", args=[region.slug, delivery.pk])
    page = "plans:programme_import" if delivery.format_name == PROGRAMME else "plans:import"
    if delivery.format_name in COUNTED_LISTS:
        page = "plans:realised_import"
    return reverse(page, args=[region.slug, delivery.pk])


def _plans(account: Account, region: Region, today: date) -> Iterator[Turn]:
    address = reverse("plans:list", args=[region.slug])
    mend = plans_to_mend(account=account, region=region, on=today)
    if count := mend.get("unphased"):
        text = ngettext(
            "%(count)s plan heeft nog geen jaar van oplevering.",
            "%(count)s plannen hebben nog geen jaar van oplevering.",
            count,
        )
        yield _counted("unphased", region, text, count, f"{address}?gebrek=zonder-jaar")
    if count := mend.get("status"):
        text = ngettext(
            "%(count)s plan heeft een onbekende status.",
            "%(count)s plannen hebben een onbekende status.",
            count,
        )
        yield _counted("status", region, text, count, f"{address}?status=unknown")
    if count := proposals_to_judge(account=account, region=region, today=today):
        text = ngettext(
            "%(count)s voorstel voor een boeking wacht op uw oordeel.",
            "%(count)s voorstellen voor een boeking wachten op uw oordeel.",
            count,
        )
        page = reverse("plans:realisation", args=[region.slug])
        yield _counted("proposals", region, text, count, page)


def _audiences(account: Account, region: Region, today: date) -> Iterator[Turn]:
    """Return that restrictions have come to the day on which somebody would look again."""
    if count := audiences_to_review(account, region, today=today).count():
        text = ngettext(
            "Van %(count)s afscherming zou u nu opnieuw bekijken of zij nog nodig is.",
            "Van %(count)s afschermingen zou u nu opnieuw bekijken of zij nog nodig zijn.",
            count,
        )
        page = reverse("plans:restricted", args=[region.slug])
        yield _counted("audiences", region, text, count, page)


def _counted(what: str, region: Region, text: str, count: int, url: str) -> Turn:
    """Return one turn for several things of a kind; told once, however many there come."""
    about = f"plans.{what}:{region.pk}"
    return Turn(about, text % {"count": count}, url, mine=True)


def _others(account: Account, region: Region, today: date) -> Iterator[Turn]:
    """Return deliveries that wait for somebody else, as far as this reader may see them."""
    waiting = visible_imports(account=account, region=region, today=today).filter(state=WAITS)
    for delivery in waiting.exclude(created_by=account).order_by("created_at")[:MOST_OTHERS]:
        yield Turn(
            f"plans.delivery:{delivery.pk}:other",
            _("%(where)s: aanlevering van %(day)s wacht op verwerking.")
            % {
                "where": delivery.municipality or region,
                "day": _written(delivery.created_at.date()),
            },
            _delivery_address(region, delivery),
            mine=False,
        )


def _written(day: date) -> str:
    return date_format(day, "j F Y")
