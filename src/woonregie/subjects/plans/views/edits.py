"""Making and changing a plan."""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.disclosure.errors import AudienceError
from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Municipality, Region
from woonregie.subjects.plans import services
from woonregie.subjects.plans.compare import Statement, three_way
from woonregie.subjects.plans.errors import PlanError
from woonregie.subjects.plans.forms import PlanForm, QuantityForm
from woonregie.subjects.plans.forms.audiences import RestrictForm, a_year_on
from woonregie.subjects.plans.models import PlanVersion
from woonregie.subjects.plans.permissions import may
from woonregie.subjects.plans.queries import holdings, newest_version, plan_history, versions_on
from woonregie.subjects.plans.queries.leads import Leads, leads_on
from woonregie.subjects.plans.services.leads import leads_in_words
from woonregie.subjects.plans.values import PlanValues
from woonregie.subjects.plans.views.drawing import sketch, tell_of_place
from woonregie.subjects.plans.views.owned import own_municipality
from woonregie.subjects.plans.views.records import Asked, found

OVERRULED = "True"
"""What the form sends when somebody changes here what another system leads."""


class Limits(NamedTuple):
    """What another system leads, and whether somebody changes it here all the same."""

    leads: Leads
    overruling: bool

    @property
    def locked(self) -> frozenset[str]:
        """The fields that can only be read here."""
        return frozenset() if self.overruling else frozenset(self.leads)


def _limits(request: AccountRequest, municipality: Municipality, on: date) -> Limits:
    leads = leads_on(municipality, on=on)
    said = request.POST.get("overrule") or request.GET.get("toch")
    return Limits(leads, bool(leads) and said == OVERRULED)


def create(request: AccountRequest, region: str) -> HttpResponse:
    """Make a plan."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    municipality = own_municipality(request, place)
    form = PlanForm(request.POST or None, municipality=municipality, initial={"valid_on": today})
    quantities = QuantityForm(request.POST or None)
    restrict = RestrictForm(
        request.POST or None, prefix="publiek", initial={"review_on": a_year_on(today)}
    )
    sent = request.method == "POST"
    if sent and all([form.is_valid(), quantities.is_valid(), restrict.is_valid()]):
        valid_on = form.cleaned_data["valid_on"]
        try:
            plan = services.create_plan_for(
                by=request.user,
                at=timezone.now(),
                municipality=municipality,
                valid_on=valid_on,
                values=form.values(invented=place.demonstration),
                cells=quantities.cells(),
                reason=form.cleaned_data["reason"],
                wanted=restrict.wanted(today),
            )
        except (PlanError, AudienceError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Plan %(number)s is vastgelegd.") % {"number": plan.number}
            )
            tell_of_place(request, place, plan, form.cleaned_data["location"], on=valid_on)
            return redirect(_address(place, plan.number, valid_on if today < valid_on else None))
    shown = {
        "form": form,
        "quantities": quantities,
        "municipality": municipality,
        "heading": _("Nieuw plan"),
        "restrict": restrict,
        **sketch(request.user, place, municipality),
    }
    return render(request, "plans/form.html", shown)


def edit(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Change a plan; whoever is second gets both versions side by side, and nothing is lost."""
    today = timezone.localdate()
    # The number of the newest version goes first: if somebody saves while we read on, we are the
    # second one and hear of it.
    newest = newest_version(number)
    asked = found(request, region, number, known_now=True)
    municipality = asked.version.municipality
    if not may(request.user, "plans.edit", municipality, on=today):
        raise ForbiddenError(
            _("U mag plannen van %(name)s niet wijzigen.") % {"name": municipality.name}
        )
    limits = _limits(request, municipality, asked.on)
    form = PlanForm(
        request.POST or None,
        municipality=municipality,
        stored=PlanValues.of(asked.version),
        leads=limits.leads,
        overruling=limits.overruling,
        initial={"valid_on": asked.on, "base_version": newest},
    )
    quantities = QuantityForm(request.POST or None, cells=asked.held().cells, locked=limits.locked)
    if request.method == "POST" and form.is_valid() and quantities.is_valid():
        try:
            said = services.change_plan(
                by=request.user,
                at=timezone.now(),
                plan=asked.version.plan,
                base_version=form.cleaned_data["base_version"] or 0,
                valid_on=form.cleaned_data["valid_on"],
                values=form.values(invented=asked.version.invented),
                cells=quantities.cells(),
                reason=form.cleaned_data["reason"],
                overrule=limits.overruling,
            )
        except StaleVersionError as error:
            return _conflict(request, asked, form, limits, error)
        except PlanError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _saved(said))
            tell_of_place(
                request,
                asked.region,
                asked.version.plan,
                form.cleaned_data["location"],
                on=form.cleaned_data["valid_on"],
            )
            return redirect(_address(asked.region, number, _day_to_show(said, asked, today)))
    shown = {
        **_form_page(request, asked, form, quantities),
        "leads": leads_in_words(limits.leads),
        "led": limits.leads,
        "overruling": limits.overruling,
    }
    return render(request, "plans/form.html", shown)


def _form_page(
    request: AccountRequest, asked: Asked, form: PlanForm, quantities: QuantityForm
) -> dict[str, Any]:
    return {
        "form": form,
        "quantities": quantities,
        "version": asked.version,
        "municipality": asked.version.municipality,
        "heading": asked.version.name,
        "on": asked.on,
        **sketch(
            request.user,
            asked.region,
            asked.version.municipality,
            version=asked.version,
            on=asked.on,
        ),
    }


def _saved(said: PlanVersion | None) -> str:
    if said is None:
        return _("Er was niets veranderd.")
    if said.ends_before is None:
        return _("De wijziging is vastgelegd.")
    return _(
        "De wijziging is vastgelegd. Zij geldt tot %(day)s: "
        "voor die dag en later was er al iets vastgelegd."
    ) % {"day": said.ends_before.strftime("%d-%m-%Y")}


def _day_to_show(said: PlanVersion | None, asked: Asked, today: date) -> date | None:
    """Return the day on which the change can be seen; None is today."""
    if said is None:
        return asked.on if asked.query else None
    holds = said.valid_on <= today and (said.ends_before is None or today < said.ends_before)
    return None if holds else said.valid_on


def _address(region: Region, number: str, on: date | None) -> str:
    address = reverse("plans:detail", args=[region.slug, number])
    return f"{address}?op={on.isoformat()}" if on else address


def _conflict(
    request: AccountRequest,
    asked: Asked,
    form: PlanForm,
    limits: Limits,
    error: StaleVersionError,
) -> HttpResponse:
    """Show base, theirs and mine; sending again is a choice made on the newest version."""
    plan_id, municipality = asked.version.plan_id, asked.version.municipality
    valid_on = form.cleaned_data["valid_on"]
    base_row = plan_history(plan_id).filter(version=error.fields["base_version"]).first()
    began = base_row.recorded_at if base_row else None
    # What I did is the difference with the form as I got it, not as it would be now.
    got = _statement(plan_id, on=asked.on, known_on=began)
    held: dict[str, Any] = {"leads": limits.leads, "overruling": limits.overruling}
    got_form = PlanForm(request.POST, municipality=municipality, stored=got.values, **held)
    got_quantities = QuantityForm(request.POST, cells=got.cells, locked=limits.locked)
    if not (got_form.is_valid() and got_quantities.is_valid()):
        return render(
            request, "plans/form.html", _form_page(request, asked, got_form, got_quantities)
        )
    sides = three_way(
        base=_statement(plan_id, on=valid_on, known_on=began) if base_row else Statement(None),
        theirs=_statement(plan_id, on=valid_on, known_on=None),
        mine=Statement(got_form.values(invented=asked.version.invented), got_quantities.cells()),
    )
    again = PlanForm(
        municipality=municipality,
        stored=sides.merged.values,
        **held,
        initial={
            "valid_on": valid_on,
            "reason": form.cleaned_data["reason"],
            "base_version": error.fields["current_version"],
        },
    )
    shown = {
        **_form_page(
            request, asked, again, QuantityForm(cells=sides.merged.cells, locked=limits.locked)
        ),
        "leads": leads_in_words(limits.leads),
        "led": limits.leads,
        "overruling": limits.overruling,
        "conflict": sides.rows,
        "conflict_text": str(error),
    }
    return render(request, "plans/form.html", shown, status=409)


def _statement(plan_id: UUID, *, on: date, known_on: datetime | None) -> Statement:
    """Return all that held for a plan on a day, as known at a moment."""
    version = versions_on(on, known_on).filter(plan=plan_id).first()
    held = holdings([plan_id], on=on, known_on=known_on)[plan_id]
    return Statement(PlanValues.of(version) if version else None, held.cells)
