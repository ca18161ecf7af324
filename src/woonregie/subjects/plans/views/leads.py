"""Which system leads for which field: seen by all who see totals, set by the secretary."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import permitted, region_for
from woonregie.subjects.plans import services
from woonregie.subjects.plans.forms.leads import LeadForm
from woonregie.subjects.plans.models import LedField
from woonregie.subjects.plans.queries.leads import lead_history, leads_in

MOST_SHOWN = 100


def leads(request: AccountRequest, region: str) -> HttpResponse:
    """Show for each field which system leads, and let who may record another."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not permitted(request.user, "totals.view", place, on=today):
        raise ForbiddenError(_("U ziet dit hier niet. Vraag de regiosecretaris."))
    may_edit = permitted(request.user, "leads.edit", place, on=today)
    if request.method == "POST" and not may_edit:
        raise ForbiddenError(
            _("Alleen de regiosecretaris of de beheerder legt vast welk systeem leidend is.")
        )
    form = LeadForm(request.POST or None, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            written = services.set_leads(
                by=request.user,
                at=timezone.now(),
                region=place,
                fields=found["fields_led"],
                **{name: found[name] for name in FIELDS},
            )
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Dit is vastgelegd.") if written else _("Er was niets veranderd.")
            )
            return redirect("plans:leads", region)
    now = leads_in(place, on=today)
    shown = {
        "rows": [(field.label, now.get(field.value)) for field in LedField],
        "history": lead_history(place)[:MOST_SHOWN],
        "form": form,
        "may_edit": may_edit,
        "today": today,
    }
    return render(request, "plans/leads.html", shown, status=400 if form.errors else 200)


FIELDS = ("system", "starts_on", "source", "certainty", "note")
