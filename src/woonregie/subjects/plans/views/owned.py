"""For which municipality somebody records plans."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import municipalities_of, reachable_municipalities


def own_municipality(request: AccountRequest, region: Region) -> Municipality:
    """Return the municipality that the address asks, else the first that somebody works for.

    Raises:
        ForbiddenError: somebody who records no plans in this region.
        Http404: a municipality that is not hers.
    """
    today = timezone.localdate()
    own = reachable_municipalities(request.user, "plans.edit", on=today).filter(
        pk__in=municipalities_of(region, on=today).order_by().values("pk")
    )
    by_code = {municipality.code: municipality for municipality in own.order_by("code")}
    if not by_code:
        raise ForbiddenError(_("Alleen een beleidsadviseur van een gemeente legt plannen vast."))
    code = request.GET.get("gemeente") or next(iter(by_code))
    if code not in by_code:
        raise Http404(_("Deze gemeente bestaat niet, of u legt er geen plannen vast."))
    return by_code[code]
