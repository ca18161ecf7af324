"""Saying in one click that nothing changed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.access import permitted, region_for
from woonregie.subjects.plans import services
from woonregie.subjects.plans.models import Plan
from woonregie.subjects.plans.queries import visible_plans
from woonregie.subjects.plans.services.confirming import Confirmed

MOST_AT_ONCE, MOST_NAMED = 500, 10


@require_POST
def confirm(request: AccountRequest, region: str) -> HttpResponse:
    """Record in one click that nothing changed in the plans of which the numbers are sent."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if not permitted(request.user, "plans.edit", place, on=today):
        raise ForbiddenError(_("Alleen een beleidsadviseur bevestigt plannen."))
    numbers = request.POST.getlist("plan")[:MOST_AT_ONCE]
    # Only of what she may see: whether another plan exists is not told.
    seen = visible_plans(account=request.user, region=place, on=today, today=today)
    plans = list(
        Plan.objects.filter(
            pk__in=seen.filter(plan__number__in=numbers).order_by().values("plan")
        ).select_related("municipality__organisation")
    )
    if not plans:
        raise Http404(_("Deze plannen bestaan niet op deze dag, of zijn niet voor u."))
    confirmed = services.confirm_unchanged(
        by=request.user, at=timezone.now(), plans=plans, region=place
    )
    tell_confirmed(request, confirmed)
    if len(plans) == len(numbers) == 1:
        return redirect("plans:detail", place.slug, plans[0].number)
    return redirect("plans:list", place.slug)


def tell_confirmed(request: AccountRequest, confirmed: Confirmed) -> None:
    """Say how many plans were confirmed, and which were not because something is wrong there."""
    done, wrong = confirmed.done, confirmed.wrong
    if done or not wrong:
        said = ngettext("%(done)s plan bevestigd.", "%(done)s plannen bevestigd.", done)
        nothing = _("Al deze plannen waren vandaag al bevestigd.")
        messages.success(request, said % {"done": done} if done else nothing)
    if wrong:
        said = ngettext(
            "In %(count)s plan staat een fout; het is niet bevestigd: %(numbers)s. "
            "Kijk bij Kwaliteit wat eraan te doen is.",
            "In %(count)s plannen staat een fout; zij zijn niet bevestigd: %(numbers)s. "
            "Kijk bij Kwaliteit wat eraan te doen is.",
            len(wrong),
        )
        numbers = ", ".join(plan.number for plan in wrong[:MOST_NAMED])
        more = ", …" if len(wrong) > MOST_NAMED else ""
        messages.error(request, said % {"count": len(wrong), "numbers": numbers + more})
