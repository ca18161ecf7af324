"""Who sees a plan: the section on its page, the form, what another sees, the part she gets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.disclosure.circles import USUAL, Reader, circles_in_words
from woonregie.foundation.disclosure.models import Audience, Ground
from woonregie.foundation.disclosure.queries import WHOLE, Standing, history_of
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.pages.tables import Column, Table
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in
from woonregie.foundation.region.queries import places_in, reachable_municipalities
from woonregie.subjects.plans import pictures
from woonregie.subjects.plans.forms.audiences import READERS, AudienceForm, audience_initial
from woonregie.subjects.plans.groups import GEOMETRY, GROUPS, NUMBERS, PLAN
from woonregie.subjects.plans.parts import Part, ground_words, part_of
from woonregie.subjects.plans.permissions import may
from woonregie.subjects.plans.queries.audiences import (
    Look,
    Sight,
    audiences_of_own,
    grounds_of,
    look_as,
    names_of,
    partner_as_reader,
    readers_around,
    restricted_in_sight,
    said_of_plan,
    sees_plans,
    standing_of,
    with_said,
)
from woonregie.subjects.plans.services.audiences import lift_plan_audience, say_plan_audience
from woonregie.subjects.plans.views.lists import list_of
from woonregie.subjects.plans.views.records import Asked, AskedPart, found

SIGHTS: Mapping[Sight, Promise] = {
    Sight.WHOLE: gettext_lazy("alles"),
    Sight.PART: gettext_lazy("een deel"),
    Sight.NOTHING: gettext_lazy("niets"),
}
OWN_COLUMNS = (
    Column("plan", gettext_lazy("Plan"), "link"),
    Column("nummer", gettext_lazy("Nummer"), "code"),
    Column("wat", gettext_lazy("Wat")),
    Column("wie", gettext_lazy("Wie mag dit zien?"), "words"),
    Column("waarom", gettext_lazy("Grond")),
    Column("bekijken", gettext_lazy("Opnieuw bekijken op"), "day"),
    Column("embargo", gettext_lazy("Embargo tot"), "day"),
)
OTHERS_COLUMNS = (
    Column("gemeente", gettext_lazy("Gemeente")),
    Column("plannen", gettext_lazy("Plannen"), "number"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """One audience in words: of what, who, and why."""

    group: str
    title: str
    who: str
    row: Audience | None
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Seeing:
    """What one reader sees: in a word, and which groups are kept from her."""

    code: str
    reader: str
    sight: str
    kept: str


# ------------------------------------------------------------------ the page of a plan
def who_sees(request: AccountRequest, asked: Asked) -> dict[str, Any]:
    """Return who sees a plan, for its page."""
    today = timezone.localdate()
    rows = said_of_plan(asked.version.plan_id, on=today)
    return {
        "audiences": _said_in_words(rows),
        "may_say_audience": _may_say(request, asked, today),
    }


def _said_in_words(rows: Mapping[str, Audience]) -> list[Said]:
    said = [_words(WHOLE, rows.get(WHOLE))]
    return said + [_words(group, rows[group]) for group in GROUPS if group in rows]


def _words(group: str, row: Audience | None) -> Said:
    circles = row.circle_set if row else USUAL
    partners = [str(item.organisation) for item in row.partners.all()] if row else []
    return Said(
        group,
        _title(group),
        ", ".join([*circles_in_words(circles), *partners]),
        row,
        ground_words(row.ground) if row else "",
    )


def _title(group: str) -> str:
    return str(GROUPS[group]).capitalize() if group else _("Het hele plan")


def part_page(request: AccountRequest, asked: AskedPart) -> HttpResponse:
    """Show a plan to somebody who sees a part of it."""
    today = timezone.localdate()
    part = part_of(
        asked.version,
        asked.kept,
        grounds=grounds_of(asked.version.plan_id, on=today),
        on=asked.on,
        known_on=asked.known_on,
    )
    told = GEOMETRY not in asked.kept
    shown = {
        "part": part,
        "map": pictures.place(asked.region, asked.version, asked.query) if told else None,
        "on": asked.on,
        "known_on": asked.known_on,
    }
    return render(request, "plans/part.html", shown)


# ------------------------------------------------------------------ saying it
def audience(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Say who may see a plan, and look first what another would see."""
    asked = _sayable(request, region, number)
    today = timezone.localdate()
    group = _group(request.GET.get("groep", ""))
    looking = "bekijk" in request.POST
    said = standing_of(asked.version.plan_id, group)
    form = AudienceForm(
        request.POST or None,
        parties=_parties(asked, today),
        counts=group in {WHOLE, NUMBERS},
        looking=looking,
        initial=audience_initial(said, on=today),
    )
    sound = request.method == "POST" and form.is_valid()
    if sound and not looking and _say(request, asked, group, form):
        messages.success(request, _("Vastgelegd wie dit mag zien."))
        return redirect(f"{_address(asked)}#publiek")
    about_to = _about_to(asked, group, form, today) if form.is_bound else None
    shown = {
        **_page(request, asked, group, today),
        "form": form,
        "said": said,
        "looking": looking,
        **_preview(request, asked, about_to, group, form),
    }
    refused = form.is_bound and bool(form.errors)
    return render(request, "plans/audience.html", shown, status=400 if refused else 200)


def _say(request: AccountRequest, asked: Asked, group: str, form: AudienceForm) -> bool:
    """Say what the form says; False when it was refused, and then the form says why."""
    try:
        say_plan_audience(
            by=request.user,
            at=timezone.now(),
            plan=asked.version.plan,
            wanted=form.wanted(),
            group=group,
            base=form.cleaned_data["base"],
        )
    except ForbiddenError:
        raise
    except RefusedError as error:
        field = error.fields.get("field")
        form.add_error(field if field in form.fields else None, str(error))
        return False
    return True


@require_POST
def lift_audience(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Let the usual audience hold again."""
    asked = _sayable(request, region, number)
    try:
        lift_plan_audience(
            by=request.user,
            at=timezone.now(),
            plan=asked.version.plan,
            group=_group(request.POST.get("groep", "")),
            base=request.POST.get("base"),
        )
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Nu geldt weer wie dit gewoonlijk mag zien."))
    return redirect(f"{_address(asked)}#publiek")


# ------------------------------------------------------------------ all of them
@dataclass(frozen=True, slots=True)
class OfPlan:
    """An audience with its plan, for a list."""

    number: str
    name: str
    url: str
    said: Said


def restricted(request: AccountRequest, region: str) -> HttpResponse:
    """Show the audiences of one's own plans, and how many others one knows of."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not sees_plans(request.user, place, today=today):
        raise ForbiddenError(_("U ziet totalen per gemeente, geen afzonderlijke plannen."))
    own = permitted(request.user, "audiences.edit", place, on=today)
    items = _of_plans(audiences_of_own(request.user, place, today=today), place, today)
    shown = {
        "own": own,
        "due": [item for item in items if _due(item, today)],
        "table": _own_table(items) if items else None,
        "others": _others_table(request, place, today),
    }
    return render(request, "plans/restricted.html", shown)


def _due(item: OfPlan, today: date) -> bool:
    row = item.said.row
    return row is not None and row.review_on is not None and row.review_on <= today


def _of_plans(rows: Iterable[Audience], place: Region, today: date) -> list[OfPlan]:
    said = list(rows)
    plans = names_of([row.target_id for row in said], on=today)
    items = [
        OfPlan(
            plans[row.target_id].plan.number,
            plans[row.target_id].name,
            _say_address(place, plans[row.target_id].plan.number, row.group),
            _words(row.group, row),
        )
        for row in said
        if row.target_id in plans
    ]
    return sorted(items, key=lambda item: (item.name, item.number, item.said.group))


def _say_address(place: Region, number: str, group: str) -> str:
    address = reverse("plans:audience", args=[place.slug, number])
    return f"{address}?groep={group}" if group else address


def _own_table(items: Iterable[OfPlan]) -> Table:
    rows = [
        {
            "plan": item.name,
            "plan_url": item.url,
            "nummer": item.number,
            "wat": item.said.title,
            "wie": item.said.who,
            "waarom": item.said.ground,
            "bekijken": item.said.row.review_on if item.said.row else None,
            "embargo": item.said.row.embargo_until if item.said.row else None,
        }
        for item in items
    ]
    return Table("publiek", _("Wie uw plannen mag zien"), OWN_COLUMNS, rows, cards=True)


def _others_table(request: AccountRequest, place: Region, today: date) -> Table | None:
    """Return how many plans of others have an audience, by municipality; those she sees only."""
    mine = set(
        reachable_municipalities(request.user, "audiences.edit", on=today).values_list(
            "pk", flat=True
        )
    )
    counted = restricted_in_sight(request.user, place, today=today)
    names = {key: name for key, (_code, name) in places_in(place, on=today).items()}
    rows = [
        {"gemeente": names.get(key, ""), "plannen": plans}
        for key, plans in counted.items()
        if key not in mine
    ]
    rows.sort(key=lambda row: str(row["gemeente"]))
    caption = _("Plannen die u ziet en waarvan is gezegd wie ze mag zien")
    return Table("anderen", caption, OTHERS_COLUMNS, rows) if rows else None


# ------------------------------------------------------------------ what another would see
def _about_to(asked: Asked, group: str, form: AudienceForm, today: date) -> list[Standing] | None:
    """Return the audiences as the form would make them; None when it cannot be read."""
    if not hasattr(form, "cleaned_data") or {"circles", "partners"} & set(form.errors):
        return None
    return with_said(
        asked.version.plan,
        group,
        circles=form.circle_set(),
        partners=form.partner_keys(),
        embargo_until=form.cleaned_data.get("embargo_until"),
        on=today,
    )


def _preview(
    request: AccountRequest,
    asked: Asked,
    about_to: list[Standing] | None,
    group: str,
    form: AudienceForm,
) -> dict[str, Any]:
    """Return what each reader would see, and the page of the one that was chosen."""
    today, plan = timezone.localdate(), asked.version.plan
    readers = _readers(asked, about_to, today)
    looks = {
        code: look_as(reader, plan, on=today, instead=about_to)
        for code, (_name, reader) in readers.items()
    }
    chosen = request.POST.get("als") or request.GET.get("als", "")
    grounds = grounds_of(plan.pk, on=today)
    if form.is_bound:
        grounds[group] = str(form.data.get("ground", ""))
    look = looks.get(chosen)
    in_list = look is not None and look.sight is Sight.WHOLE and chosen != "public"
    return {
        "readers": [(code, name) for code, (name, _reader) in readers.items()],
        "seeings": [_seeing(code, readers[code][0], look) for code, look in looks.items()],
        "chosen": chosen,
        "look": _seeing(chosen, readers[chosen][0], look) if look else None,
        "whole": look is not None and look.sight is Sight.WHOLE,
        "part": _part(asked, look, grounds, today) if look else None,
        "whole_row": list_of([asked.version]) if in_list else None,
    }


def _readers(
    asked: Asked, about_to: list[Standing] | None, today: date
) -> dict[str, tuple[str, Reader]]:
    """Return who may be looked as, by code: the circles, and each organisation by name."""
    owner_id = asked.version.plan.municipality.organisation_id
    found = {
        code: (str(READERS[code]), reader) for code, reader in readers_around(owner_id).items()
    }
    named = {key for item in (about_to if about_to is not None else []) for key in item.partners}
    if about_to is None:
        rows = said_of_plan(asked.version.plan_id, on=today).values()
        named = {item.organisation_id for row in rows for item in row.partners.all()}
    for party in Organisation.objects.filter(pk__in=named).order_by("name"):
        found[str(party.pk)] = (party.name, partner_as_reader(party, owner_id))
    return found


def _seeing(code: str, name: str, look: Look) -> Seeing:
    kept = ", ".join(str(title) for key, title in GROUPS.items() if key in look.kept)
    return Seeing(code, name, str(SIGHTS[look.sight]), kept)


def _part(asked: Asked, look: Look, grounds: Mapping[str, str], today: date) -> Part | None:
    """Return the page as a reader gets it: the same that the real page shows."""
    if look.sight is Sight.NOTHING:
        return None
    known = {key: code for key, code in grounds.items() if code in Ground.values}
    return part_of(asked.version, look.kept, grounds=known, on=today)


# ------------------------------------------------------------------ what these pages share
def _page(request: AccountRequest, asked: Asked, group: str, today: date) -> dict[str, Any]:
    rows = said_of_plan(asked.version.plan_id, on=today)
    tabs = [(code, _title(code), code in rows) for code in (WHOLE, *GROUPS)]
    return {
        "version": asked.version,
        "group": group,
        "group_title": _title(group),
        "tabs": tabs,
        "audiences": _said_in_words(rows),
        "history": [
            (row, _words(row.group, row))
            for row in history_of(PLAN, asked.version.plan_id)
            if row.superseded_at is not None
        ],
        "cancel_url": _address(asked),
    }


def _sayable(request: AccountRequest, region: str, number: str) -> Asked:
    """Return a plan of which the reader may say who sees it."""
    asked = found(request, region, number, known_now=True)
    if not _may_say(request, asked, timezone.localdate()):
        raise ForbiddenError(
            _("Alleen een beleidsadviseur van %(name)s zegt wie dit plan mag zien.")
            % {"name": asked.version.municipality.name}
        )
    return asked


def _may_say(request: AccountRequest, asked: Asked, today: date) -> bool:
    return may(request.user, "audiences.edit", asked.version.municipality, on=today)


def _group(code: str) -> str:
    if code and code not in GROUPS:
        raise Http404(_("Deze groep van velden bestaat niet."))
    return code


def _parties(asked: Asked, today: date) -> Any:
    """Return the organisations with which a plan can be shared by name: not its own."""
    working = organisations_in([asked.region.pk], on=today).distinct()
    return working.exclude(pk=asked.version.municipality.organisation_id).order_by("kind", "name")


def _address(asked: Asked) -> str:
    return reverse("plans:detail", args=[asked.region.slug, asked.version.plan.number])
