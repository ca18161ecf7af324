"""Who may ask, answer and record decisions; the roles stand in `accounts.permissions`."""

from datetime import date, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from woonregie.foundation.accounts.models import Account, Membership, Organisation
from woonregie.foundation.accounts.permissions import PERMISSIONS, grants
from woonregie.foundation.consents.errors import MandateError
from woonregie.foundation.region.access import with_merged

ASK, ANSWER, OFFICE, RECORD, TRUST = (
    "consents.ask",
    "consents.answer",
    "consents.office",
    "decisions.record",
    "trust.edit",
)


def speaks_for(account: Account, permission: str, *, on: date) -> frozenset[UUID]:
    """Return the keys of the organisations for which somebody has a permission on a day.

    Who speaks for an organisation, speaks also for those that went up in it.
    """
    return with_merged((grant.organisation_id for grant in grants(account, permission, on)), on=on)


def require_mandate(
    account: Account, permission: str, organisation: Organisation, *, on: date
) -> str:
    """Return the role in which somebody speaks for an organisation on a day.

    Raises:
        MandateError: she does not work there, no longer works there, or has another role.
    """
    roles = PERMISSIONS[permission]
    hers = [
        item
        for item in account.memberships.order_by("-starts_on")
        if organisation.pk in with_merged([item.organisation_id], on=on)
    ]
    if organisation.pk in speaks_for(account, permission, on=on):
        holding = [item for item in hers if item.role in roles and _holds(item, on)]
        return holding[0].role
    raise MandateError(
        _why_not(hers, organisation, on),
        permission=permission,
        organisation=organisation.slug,
    )


def _holds(membership: Membership, on: date) -> bool:
    ended = membership.ends_before is not None and membership.ends_before <= on
    return membership.starts_on <= on and not ended


def _why_not(hers: list[Membership], organisation: Organisation, on: date) -> str:
    named = {"party": organisation.name}
    spoke = [item for item in hers if item.role in PERMISSIONS[ANSWER]]
    for item in spoke:
        told = {**named, "role": item.get_role_display()}
        if item.ends_before is not None and item.ends_before <= on:
            last = date_format(item.ends_before - timedelta(days=1), "j F Y")
            return _(
                "Uw rol %(role)s bij %(party)s eindigde op %(day)s. U kunt niet meer namens "
                "%(party)s spreken. Vraag een collega, of vraag de beheerder om een nieuwe rol."
            ) % {**told, "day": last}
        if item.starts_on > on:
            return _(
                "Uw rol %(role)s bij %(party)s begint pas op %(day)s. Tot die dag spreekt een "
                "ander namens %(party)s."
            ) % {**told, "day": date_format(item.starts_on, "j F Y")}
    if any(_holds(item, on) for item in hers):
        text = _(
            "Met uw rol bij %(party)s kunt u dit lezen, maar niet namens %(party)s spreken. "
            "Vraag een collega die dat wel mag."
        )
    else:
        text = _("U werkt niet bij %(party)s. Alleen wie daar werkt, spreekt namens %(party)s.")
    return text % named
