"""The building programme of the region's municipalities."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.access import permitted, region_for
from woonregie.foundation.region.queries import municipalities_of, reachable_municipalities
from woonregie.subjects.plans import services
from woonregie.subjects.plans.errors import PlanError
from woonregie.subjects.plans.forms import ProgrammeForm
from woonregie.subjects.plans.models import Segment
from woonregie.subjects.plans.queries import programmes_of


def programme(request: AccountRequest, region: str) -> HttpResponse:
    """Show what each municipality decided to build; totals, so for everybody who sees totals."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not permitted(request.user, "totals.view", place, on=today):
        raise ForbiddenError(_("U ziet hier geen totalen. Vraag de regiosecretaris."))
    editable = reachable_municipalities(request.user, "programme.edit", on=today)
    shown = {
        "programmes": programmes_of(place, on=today),
        "segments": Segment.choices,
        "editable": [item for item in municipalities_of(place, on=today) if item in set(editable)],
    }
    return render(request, "plans/programme.html", shown)


def edit_programme(request: AccountRequest, region: str, code: str) -> HttpResponse:
    """Record an adopted number with its decision and source."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    municipality = get_object_or_404(municipalities_of(place, on=today), code=code)
    if municipality not in set(reachable_municipalities(request.user, "programme.edit", on=today)):
        raise ForbiddenError(
            _("U mag het programma van %(name)s niet wijzigen.") % {"name": municipality.name}
        )
    form = ProgrammeForm(request.POST or None, initial={"valid_on": today})
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            with transaction.atomic():
                decision = None
                if found["body"] and found["decided_on"]:
                    decision = record_decision(
                        by=request.user,
                        at=timezone.now(),
                        organisation=municipality.organisation,
                        body=found["body"],
                        title=found["decision_title"],
                        decided_on=found["decided_on"],
                        invented=place.demonstration,
                    )
                services.set_programme(
                    by=request.user,
                    at=timezone.now(),
                    municipality=municipality,
                    segment=found["segment"],
                    from_year=found["from_year"],
                    before_year=found["last_year"] + 1,
                    dwellings=found["dwellings"],
                    basis=found["basis"],
                    valid_on=found["valid_on"],
                    source=found["source"],
                    decision=decision,
                )
        except PlanError as error:
            form.add_error(None, str(error))
        else:
            return redirect("plans:programme", region)
    return render(
        request, "plans/programme_form.html", {"form": form, "municipality": municipality}
    )
