"""What building for own need means here: definitions side by side, the choice, who dissents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.consents.models import Readers
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import municipalities_of
from woonregie.subjects.forecast import services
from woonregie.subjects.forecast.errors import (
    DamagedStartingPointError,
    NoStartingPointError,
    OwnNeedError,
)
from woonregie.subjects.forecast.forms import DefinitionForm, DissentForm, OwnNeedChoiceForm
from woonregie.subjects.forecast.models import OwnNeedDefinition, OwnNeedDissent
from woonregie.subjects.forecast.permissions import (
    DEFINE,
    DISSENT,
    may_choose,
    may_work,
    speaks_for,
)
from woonregie.subjects.forecast.pictures.own_need import side_by_side
from woonregie.subjects.forecast.queries import (
    choices_of_own_need,
    definition_that_counts,
    definitions_of,
    dissents_of,
    needs_of,
    starting_point_of,
)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who reads where, and what she may do."""

    account: Account
    region: Region
    today: date

    @property
    def definitions(self) -> list[OwnNeedDefinition]:
        return list(definitions_of(self.region))

    @property
    def offered(self) -> list[tuple[str, str]]:
        return [(str(item.pk), item.title) for item in self.definitions]

    @property
    def voices(self) -> list[tuple[str, str]]:
        """The region and its municipalities for which she may lay down definitions."""
        spoken = speaks_for(self.account, self.region, self.today, DEFINE)
        ours = {self.region.organisation_id, *(item.organisation_id for item in self._places())}
        found = Organisation.objects.filter(pk__in=spoken & ours).order_by("name")
        return [(str(item.pk), item.name) for item in found]

    @property
    def own_places(self) -> list[tuple[str, str]]:
        spoken = speaks_for(self.account, self.region, self.today, DISSENT)
        return [
            (item.code, item.name) for item in self._places() if item.organisation_id in spoken
        ]

    def _places(self) -> Sequence[Municipality]:
        return list(municipalities_of(self.region, on=self.today))

    def form_of_definition(self, data: Any = None) -> DefinitionForm | None:
        voices = self.voices
        initial = {"in_force_from": self.today}
        return DefinitionForm(data, voices=voices, initial=initial) if voices else None

    def form_of_choice(self, data: Any = None) -> OwnNeedChoiceForm | None:
        if not may_choose(self.account, self.region, self.today) or not self.definitions:
            return None
        initial = {"valid_on": self.today, "decided_on": self.today}
        return OwnNeedChoiceForm(data, definitions=self.offered, today=self.today, initial=initial)

    def form_of_dissent(self, data: Any = None) -> DissentForm | None:
        counts = definition_that_counts(self.region, on=self.today)
        said = {item.municipality.code for item in dissents_of(counts)} if counts else set()
        places = [place for place in self.own_places if place[0] not in said]
        if not places or counts is None:
            return None
        return DissentForm(data, municipalities=places, definitions=self.offered)


def own_need(request: AccountRequest, region: str) -> HttpResponse:
    """Show the definitions of own need with their outcome, which one counts, and who dissents."""
    return _page(request, _desk(request, region))


def _desk(request: AccountRequest, region: str) -> _Desk:
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not may_work(request.user, place, today):
        raise ForbiddenError(_("U ziet hier geen prognoses. Vraag de regiosecretaris."))
    return _Desk(request.user, place, today)


def _page(request: AccountRequest, desk: _Desk, **filled: forms.Form) -> HttpResponse:
    definitions = desk.definitions
    counts = definition_that_counts(desk.region, on=desk.today)
    dissents = list(dissents_of(counts)) if counts else []
    speaks = {code for code, _name in desk.own_places}
    shown = {
        "definitions": definitions,
        "counts": counts,
        "dissents": [(item, item.municipality.code in speaks) for item in dissents],
        "earlier": [
            item
            for item in choices_of_own_need(desk.region)
            if counts is None or item.pk != counts.pk
        ],
        "form": filled.get("definition") or desk.form_of_definition(),
        "choice_form": filled.get("choice") or desk.form_of_choice(),
        "dissent_form": filled.get("dissent") or desk.form_of_dissent(),
        "opened": next(iter(filled), ""),
        **_outcomes(desk, definitions),
    }
    status = 400 if filled else 200
    return render(request, "forecast/own_need.html", shown, status=status)


def _outcomes(desk: _Desk, definitions: Sequence[OwnNeedDefinition]) -> dict[str, Any]:
    """Return the table of what comes of each definition, or why there is none."""
    try:
        start = starting_point_of(desk.region, on=desk.today)
        needs = needs_of(
            definitions,
            region=desk.region,
            starting_point=start,
            account=desk.account,
            today=desk.today,
        )
    except (NoStartingPointError, DamagedStartingPointError) as error:
        return {"refusal": str(error)}
    if not definitions:
        return {"start": start}
    names = {
        item.code: item.name
        for item in Municipality.objects.filter(
            code__in={code for need in needs for code in need.growth}
        ).select_related("organisation")
    }
    refused = [
        (item, need.refusal) for item, need in zip(definitions, needs, strict=True) if need.refusal
    ]
    table = side_by_side(definitions, needs, names=names, first=start.year)
    return {"start": start, "table": table, "refused": refused, "hard": needs[0].hard is not None}


# ------------------------------------------------------------------ what is done
Doing = Callable[[dict[str, Any]], object]


def _done(
    request: AccountRequest, desk: _Desk, name: str, form: forms.Form | None, do: Doing, said: str
) -> HttpResponse:
    if form is None:
        raise ForbiddenError(_("Dit doet alleen wie dat namens de regio of een gemeente mag."))
    if not form.is_valid():
        return _page(request, desk, **{name: form})
    try:
        with transaction.atomic():
            do(form.cleaned_data)
    except ForbiddenError:
        raise
    except RefusedError as error:
        form.add_error(None, str(error))
        return _page(request, desk, **{name: form})
    messages.success(request, said)
    return redirect("forecast:own_need", desk.region.slug)


@require_POST
def lay_down(request: AccountRequest, region: str) -> HttpResponse:
    """Lay down a definition."""
    desk = _desk(request, region)

    def do(given: dict[str, Any]) -> object:
        voice = Organisation.objects.get(pk=given.pop("organisation"))
        return services.lay_down_definition(
            by=request.user, at=timezone.now(), region=desk.region, organisation=voice, **given
        )

    form = desk.form_of_definition(request.POST)
    return _done(request, desk, "definition", form, do, _("De definitie is vastgelegd."))


@require_POST
def choose_own_need(request: AccountRequest, region: str) -> HttpResponse:
    """Record which definition counts, with the decision about it."""
    desk = _desk(request, region)

    def do(given: dict[str, Any]) -> object:
        at = timezone.now()
        decision = record_decision(
            by=request.user,
            at=at,
            organisation=desk.region.organisation,
            body=given["body"],
            title=given["title"],
            number=given["number"],
            decided_on=given["decided_on"],
            read_by=Readers.REGION,
        )
        return services.choose_definition(
            by=request.user,
            at=at,
            region=desk.region,
            definition=_definition(desk, given["definition"]),
            decision=decision,
            valid_on=given["valid_on"],
        )

    form = desk.form_of_choice(request.POST)
    return _done(request, desk, "choice", form, do, _("Vastgelegd welke definitie telt."))


@require_POST
def dissent(request: AccountRequest, region: str) -> HttpResponse:
    """Put on record that a municipality does not agree."""
    desk = _desk(request, region)

    def do(given: dict[str, Any]) -> object:
        choice = definition_that_counts(desk.region, on=desk.today)
        if choice is None:
            raise OwnNeedError(_("De regio heeft nog geen definitie gekozen."))
        own = given["definition"]
        return services.dissent(
            by=request.user,
            at=timezone.now(),
            choice=choice,
            municipality=Municipality.objects.select_related("organisation").get(
                code=given["municipality"]
            ),
            reason=given["reason"],
            definition=_definition(desk, own) if own else None,
        )

    form = desk.form_of_dissent(request.POST)
    return _done(request, desk, "dissent", form, do, _("Uw standpunt is vastgelegd."))


@require_POST
def withdraw_dissent(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Withdraw a dissent."""
    desk = _desk(request, region)
    kept = (
        OwnNeedDissent.objects.select_related("municipality__organisation", "choice__region")
        .filter(pk=key, choice__region=desk.region)
        .first()
    )
    if kept is None:
        raise Http404
    try:
        services.withdraw_dissent(by=request.user, at=timezone.now(), kept=kept)
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Het standpunt is ingetrokken; het blijft in het logboek."))
    return redirect("forecast:own_need", desk.region.slug)


def _definition(desk: _Desk, key: str) -> OwnNeedDefinition:
    return next(item for item in desk.definitions if str(item.pk) == key)
