"""Recording that a body adopted a scenario as the reference of the region."""

from collections.abc import Mapping
from uuid import UUID

import numpy as np
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.files.services import store
from woonregie.foundation.files.uploads import too_large
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.subjects.forecast import services
from woonregie.subjects.forecast.ensembles import StoredFan, fan_of
from woonregie.subjects.forecast.forms import AdoptForm
from woonregie.subjects.forecast.models import ForecastScenario
from woonregie.subjects.forecast.permissions import may_choose
from woonregie.subjects.forecast.queries import outcome_of
from woonregie.subjects.forecast.views.asking import asked_scenario


def adopt(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Ask what the body decided, and make the outcome the reference of the region."""
    found = asked_scenario(request, region, key)
    today = timezone.localdate()
    if not may_choose(request.user, found.region, today):
        raise ForbiddenError(
            _("Alleen de regiosecretaris van deze regio stelt een scenario vast.")
        )
    cautions = outcome_of(found).cautions
    form = AdoptForm(
        request.POST or None,
        request.FILES or None,
        outside=bool(cautions),
        too_large=too_large(request),
        initial={"decided_on": today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _adopt(request, found, form)
        except ForbiddenError:
            raise
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("De regio meet zich voortaan aan dit scenario."))
            return redirect("forecast:scenario", region, key)
    shown = {"scenario": found, "form": form, "cautions": cautions}
    return render(request, "forecast/adopt.html", shown, status=422 if form.errors else 200)


def _adopt(request: AccountRequest, scenario: ForecastScenario, form: AdoptForm) -> None:
    now = timezone.now()
    upload = form.cleaned_data.get("file")
    fan = fan_of(scenario, at=now)
    services.adopt_scenario(
        by=request.user,
        at=now,
        scenario=scenario,
        decided=form.decided(store(upload, name=upload.name, at=now) if upload else None),
        reason=form.cleaned_data.get("reason", ""),
        bands=_bands(fan) if fan else None,
    )


def _bands(fan: StoredFan) -> Mapping[str, NDArray[np.float64]]:
    """Return between which households 80 % of the trajectories lie, in the engine's order."""
    regions = fan.question.drawing.base.regions
    found: dict[str, NDArray[np.float64]] = {}
    for name, share in (("laag", 0.1), ("hoog", 0.9)):
        found[name] = np.zeros((len(fan.years), len(regions)))
        for place in fan.question.places:
            found[name][:, regions.index(place)] = fan.quantile("households", share, place)
    return found
