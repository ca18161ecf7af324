"""What every page of a meeting asks first: which meeting, for whom, and may she."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.meetings.models import Meeting
from woonregie.foundation.meetings.permissions import may_lead
from woonregie.foundation.meetings.queries import visible_meetings
from woonregie.foundation.meetings.services.acts import require_lead
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region


@dataclass(frozen=True, slots=True)
class Asked:
    """A meeting that a reader may see.

    Args:
        region: where.
        meeting: which.
        today: the day.
        leads: whether she may change it.
    """

    region: Region
    meeting: Meeting
    today: date
    leads: bool


def found(request: AccountRequest, region: str, key: UUID) -> Asked:
    """Return a meeting that the reader may see.

    Raises:
        Http404: no such meeting, or not for her; the answer does not tell which.
    """
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    meeting = visible_meetings(request.user, place, today=today).filter(pk=key).first()
    if meeting is None:
        raise Http404(_("Deze vergadering bestaat niet, of u doet er niet aan mee."))
    return Asked(place, meeting, today, may_lead(request.user, meeting, on=today))


def led(request: AccountRequest, region: str, key: UUID) -> Asked:
    """Return a meeting that the reader may change.

    Raises:
        Http404: not for her to see.
        NotYoursError: for her to see, not to change.
    """
    asked = found(request, region, key)
    require_lead(request.user, asked.meeting, asked.today)
    return asked


def done(request: AccountRequest, do: Callable[[], Any], to: str, *args: Any) -> HttpResponse:
    """Do something and go on to a page; what is refused is said there.

    Args:
        request: of whom.
        do: what is done.
        to: name of the page.
        args: what its address needs; a last one that begins with # is the place on the page.
    """
    try:
        do()
    except ForbiddenError:
        raise
    except RefusedError as error:
        messages.error(request, str(error))
    anchor = ""
    if args and str(args[-1]).startswith("#"):
        *args, anchor = args  # type: ignore[assignment]  # a list from here on
    answer = redirect(to, *args)
    answer["Location"] += anchor
    return answer
