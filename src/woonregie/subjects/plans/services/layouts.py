"""Recording the layout of a receiver, so that a region delivers to it without code."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account as Person
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.access import permitted
from woonregie.foundation.region.models import Region
from woonregie.foundation.sources.models import Certainty, Source
from woonregie.subjects.plans.errors import ChangedMeanwhileError, PlanError
from woonregie.subjects.plans.formats import outlets
from woonregie.subjects.plans.formats.regional.columns import (
    LayoutColumn,
    LayoutRefusedError,
    checked,
)
from woonregie.subjects.plans.models import DeliveryLayout
from woonregie.subjects.plans.queries.layouts import standing_layouts

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
LONGEST = {"title": 80, "recipient": 200, "decided_by": 120}
NEW = "nieuw"
"""What the address of a new layout is called, so no layout is."""
TAKEN = {NEW, "indelingen", "klaar"}
"""What stands at the place of a name in addresses of deliveries."""


class NoLayoutError(PlanError):
    """There is no layout of this name to withdraw."""

    code = "no_layout"
    status = 404


@transaction.atomic
def save_layout(
    *,
    by: Person | None,
    at: datetime,
    region: Region,
    title: str,
    columns: Sequence[LayoutColumn],
    starts_on: date,
    source: Source,
    recipient: str = "",
    certainty: str = Certainty.CONFIRMED,
    decided_by: str = "",
    slug: str = "",
    base: UUID | None = None,
) -> DeliveryLayout:
    """Record the columns that a receiver asks for, from a day on; the same again writes nothing.

    Args:
        by: who does this; None is the system itself.
        at: the moment of recording.
        region: whose layout it is; other regions do not see it.
        title: what people call it; a list that says to come from a system of this title is read by
            the layout.
        columns: in their order.
        starts_on: from this day.
        source: where the receiver says so.
        recipient: who receives it.
        certainty: how sure we are of it.
        decided_by: who decided that it is delivered so.
        slug: short name of a layout that gets another version; empty makes one from the title.
        base: the version that somebody looked at; None for a first one.

    Returns:
        What stands now.

    Raises:
        ForbiddenError: the person may not arrange this for the region.
        LayoutRefusedError: something in it does not fit; the text says what.
        ChangedMeanwhileError: somebody else saved a version that this person did not see.
    """
    _require(by, at, region)
    texts = _tidy(title=title, recipient=recipient, decided_by=decided_by)
    name = _short_name(slug or slugify(texts["title"])[:60])
    if not EARLIEST <= starts_on < LATEST:
        raise LayoutRefusedError(_("Kies een dag tussen 1990 en 2100."), starts_on=starts_on)
    kept = [column.as_json() for column in checked(columns)]
    Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    standing = standing_layouts(region)
    _check_title(standing, name, texts["title"])
    newest = standing.filter(slug=name).order_by("-recorded_at").first()
    if (newest.pk if newest else None) != base:
        raise ChangedMeanwhileError(
            _("Deze indeling is intussen door een ander gewijzigd. Bekijk haar opnieuw.")
        )
    present = standing.filter(slug=name, starts_on=starts_on).first()
    values = {**texts, "columns": kept, "source": source, "certainty": certainty}
    if present is not None and all(getattr(present, key) == said for key, said in values.items()):
        return present
    standing.filter(slug=name, starts_on=starts_on).update(superseded_at=at, superseded_by=by)
    layout = DeliveryLayout.objects.create(
        region=region, slug=name, starts_on=starts_on, recorded_at=at, recorded_by=by, **values
    )
    record(
        act="plans.layout_saved",
        by=by,
        at=at,
        target=region,
        organisation_id=region.organisation_id,
        payload={
            "layout": layout.slug,
            "columns": len(kept),
            "starts_on": starts_on,
            "source": source.pk,
        },
    )
    return layout


@transaction.atomic
def withdraw_layout(*, by: Person | None, at: datetime, region: Region, slug: str) -> None:
    """Withdraw a layout: nothing is delivered in it any more; what was recorded stays.

    Raises:
        ForbiddenError: the person may not arrange this for the region.
        NoLayoutError: there is none of this name.
    """
    _require(by, at, region)
    Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    standing = DeliveryLayout.objects.filter(region=region, slug=slug, superseded_at__isnull=True)
    if not standing.update(superseded_at=at, superseded_by=by):
        raise NoLayoutError(_("Deze indeling is er niet, of is al weggehaald."))
    record(
        act="plans.layout_withdrawn",
        by=by,
        at=at,
        target=region,
        organisation_id=region.organisation_id,
        payload={"layout": slug},
    )


def _require(by: Person | None, at: datetime, region: Region) -> None:
    if by is not None and not permitted(by, "layouts.edit", region, on=localdate(at)):
        raise ForbiddenError(
            _("Alleen de regiosecretaris of de beheerder vult een indeling in."),
            permission="layouts.edit",
        )


def _tidy(**texts: str) -> dict[str, str]:
    found = {name: " ".join(said.split()) for name, said in texts.items()}
    if not found["title"]:
        raise LayoutRefusedError(_("Geef de indeling een naam."))
    for name, said in found.items():
        if len(said) > LONGEST[name] or "\x00" in said:
            raise LayoutRefusedError(
                _("Dit is te lang: %(text)s. Gebruik hoogstens %(most)s tekens.")
                % {"text": said[:40], "most": LONGEST[name]}
            )
    return found


def _short_name(name: str) -> str:
    if not name or name in TAKEN or name in outlets():
        raise LayoutRefusedError(
            _("De naam %(name)s is al van een ander formaat. Kies een andere naam.")
            % {"name": name or "-"},
            name=name,
        )
    return name


def _check_title(standing: QuerySet[DeliveryLayout], name: str, title: str) -> None:
    """Refuse the title of another layout: a list names the system that it comes from by it."""
    if standing.filter(title__iexact=title).exclude(slug=name).exists():
        raise LayoutRefusedError(
            _("Er is al een indeling %(title)s. Kies een andere naam.") % {"title": title}
        )
