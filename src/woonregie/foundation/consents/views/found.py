"""What all pages of this room ask first: which region, which request, which party."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.consents.permissions import speaks_for
from woonregie.foundation.consents.queries import Party, State, state_of
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import path_of, store
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in


def found(request: AccountRequest, region: str, key: UUID) -> tuple[Region, State, date]:
    """Return a request that this reader may read, in its region, and today.

    Raises:
        Http404: it is not there, or not for her; the answer does not tell which.
    """
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    state = state_of(request.user, place, key, today=today)
    if state is None:
        raise Http404
    return place, state, today


def party_named(state: State, slug: str) -> Party:
    """Return the party with this name in its address.

    Raises:
        Http404: it was not asked.
    """
    for party in state.parties:
        if party.consent.organisation.slug == slug:
            return party
    raise Http404


def speakers(
    account: Account, region: Region, permission: str, *, today: date
) -> QuerySet[Organisation]:
    """Return the organisations of a region for which somebody speaks.

    Raises:
        ForbiddenError: there is none.
    """
    keys = speaks_for(account, permission, on=today)
    there = organisations_in([region.pk], on=today).filter(pk__in=keys).order_by("name")
    if not there:
        raise ForbiddenError(
            _(
                "Met uw rol leest u dit alleen. Vragen, antwoorden en vastleggen doet wie namens "
                "een organisatie in deze regio spreekt."
            ),
            permission=permission,
        )
    return there


def uploaded(form: Any, at: datetime) -> StoredFile | None:
    """Return the file that came with a form, kept; None when there was none."""
    upload = form.cleaned_data.get("file")
    return store(upload, name=upload.name, at=at) if upload else None


def download(kept: StoredFile | None) -> FileResponse:
    """Give a file; always as a download, whatever it holds.

    Raises:
        Http404: there is none.
    """
    if kept is None:
        raise Http404
    return FileResponse(
        path_of(kept).open("rb"),
        as_attachment=True,
        filename=kept.name,
        content_type="application/octet-stream",
    )
