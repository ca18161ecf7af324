"""Who works for whom in which role: inviting, adding a role, ending it, closing an account.

An administrator arranges this for the organisations of her region, and never for herself. The
owner of the server (`by=None`, from the command line) may do it anywhere: somebody is first.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.errors import (
    AlreadyMemberError,
    ClosedAccountError,
    MembershipDayError,
    OwnRoleError,
    PeopleError,
    RoleNotHereError,
)
from woonregie.foundation.accounts.models import Account, Membership, Organisation, Role
from woonregie.foundation.accounts.permissions import HELD_AT
from woonregie.foundation.accounts.reach import may_arrange
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError

INVITED = register_act("accounts.invited", gettext_lazy("nodigde iemand uit"))
ROLE_ADDED = register_act("accounts.role_added", gettext_lazy("gaf iemand een rol"))
MEMBERSHIP_ENDED = register_act("accounts.membership_ended", gettext_lazy("beëindigde een rol"))
ACCOUNT_CLOSED = register_act("accounts.account_closed", gettext_lazy("sloot een account"))
ACCOUNT_OPENED = register_act("accounts.account_opened", gettext_lazy("opende een account weer"))


@transaction.atomic
def invite(
    *,
    by: Account | None,
    at: datetime,
    email: str,
    name: str,
    organisation: Organisation,
    role: str,
    starts_on: date,
) -> Membership:
    """Let somebody work for an organisation; whoever has no account yet gets one.

    The account has no password: its owner chooses one by the mail that the caller sends. Somebody
    who has an account keeps her name and password, and gets the role beside what she has.

    Args:
        by: who does this; None is the owner of the server.
        at: the moment of recording.
        email: with which the person logs in.
        name: how she is called on the screen.
        organisation: for whom she works.
        role: code of the role.
        starts_on: the first day.

    Returns:
        The membership; its account may be new.

    Raises:
        ForbiddenError: not an organisation of which this administrator may arrange the people.
        RoleNotHereError: the role cannot be held at this kind of organisation.
        AlreadyMemberError: she has this role there already.
        ClosedAccountError: there is an account with this address, and it is closed.
    """
    _require(by, organisation, at)
    _fits(organisation, role)
    address = email.strip().lower()
    known = Account.objects.filter(email__iexact=address).first()
    account, made = (
        (known, False)
        if known
        else Account.objects.get_or_create(
            email=address,
            defaults={"display_name": name.strip(), "password": make_password(None)},
        )
    )
    membership = _new_membership(by, account, organisation, role, starts_on)
    _record(INVITED.name if made else ROLE_ADDED.name, by, at, membership)
    return membership


@transaction.atomic
def add_role(
    *,
    by: Account | None,
    at: datetime,
    account: Account,
    organisation: Organisation,
    role: str,
    starts_on: date,
) -> Membership:
    """Give somebody who has an account another role; arguments and refusals as of `invite`."""
    _require(by, organisation, at)
    _fits(organisation, role)
    membership = _new_membership(by, account, organisation, role, starts_on)
    _record(ROLE_ADDED.name, by, at, membership)
    return membership


@transaction.atomic
def end_membership(
    *,
    by: Account | None,
    at: datetime,
    membership: Membership,
    last_day: date,
    base_ends_before: date | None,
) -> None:
    """Let a role end after a day; what was done in it stays.

    Args:
        by: who does this; None is the owner of the server.
        at: the moment of recording.
        membership: which role of whom.
        last_day: the last day on which it holds.
        base_ends_before: what `ends_before` was when this person began to edit.

    Raises:
        ForbiddenError: not an organisation of which this administrator may arrange the people.
        OwnRoleError: it is her own.
        MembershipDayError: the last day lies before the first.
        StaleVersionError: somebody else changed the end meanwhile.
    """
    standing = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("organisation", "account")
        .get(pk=membership.pk)
    )
    _require(by, standing.organisation, at)
    _not_oneself(by, standing.account)
    if last_day < standing.starts_on:
        raise MembershipDayError(
            _("De laatste dag kan niet voor de eerste dag liggen (%(day)s).")
            % {"day": _written(standing.starts_on)},
            starts_on=standing.starts_on.isoformat(),
        )
    if standing.ends_before != base_ends_before:
        raise StaleVersionError(
            _("Iemand anders heeft deze rol intussen aangepast. Kijk de dag na."),
            base_version=base_ends_before,
            current_version=standing.ends_before,
        )
    if standing.ends_before == last_day + timedelta(days=1):
        raise MembershipDayError(_("Deze rol eindigt al op die dag."))
    standing.ends_before = last_day + timedelta(days=1)
    standing.save(update_fields=["ends_before"])
    _record(MEMBERSHIP_ENDED.name, by, at, standing)


@transaction.atomic
def close_account(*, by: Account | None, at: datetime, account: Account) -> None:
    """Let somebody log in no more, at once and everywhere; her roles and history stay.

    Raises:
        ForbiddenError: she also works where this administrator arranges nothing.
        OwnRoleError: it is her own account.
        PeopleError: it is closed already.
    """
    _switch(by, at, account, active=False)


@transaction.atomic
def open_account(*, by: Account | None, at: datetime, account: Account) -> None:
    """Let somebody log in again whose account was closed; refusals as of `close_account`."""
    _switch(by, at, account, active=True)


# ------------------------------------------------------------------ what they share
def _require(by: Account | None, organisation: Organisation, at: datetime) -> None:
    if by is not None and not may_arrange(by, organisation, on=timezone.localdate(at)):
        raise ForbiddenError(
            _("U mag bij %(organisation)s geen rollen geven of beëindigen.")
            % {"organisation": organisation.name},
            organisation=organisation.slug,
        )


def _fits(organisation: Organisation, role: str) -> None:
    if organisation.kind not in HELD_AT.get(role, ()):
        raise RoleNotHereError(
            _("De rol %(role)s past niet bij %(organisation)s (%(kind)s).")
            % {
                "role": dict(Role.choices).get(role, role),
                "organisation": organisation.name,
                "kind": organisation.get_kind_display(),
            },
            role=role,
            organisation=organisation.slug,
        )


def _not_oneself(by: Account | None, account: Account) -> None:
    if by is not None and by.pk == account.pk:
        raise OwnRoleError(
            _("U kunt uw eigen rollen en account niet aanpassen. Vraag een andere beheerder.")
        )


def _new_membership(
    by: Account | None, account: Account, organisation: Organisation, role: str, starts_on: date
) -> Membership:
    # The lock orders two administrators who give the same role at the same moment.
    account = Account.objects.select_for_update().get(pk=account.pk)
    _not_oneself(by, account)
    if not account.is_active:
        raise ClosedAccountError(
            _("Het account met dit e-mailadres is gesloten. Open het eerst weer.")
        )
    standing = (
        Membership.objects.filter(account=account, organisation=organisation, role=role)
        .filter(Q(ends_before__isnull=True) | Q(ends_before__gt=starts_on))
        .first()
    )
    if standing:
        raise AlreadyMemberError(
            _("%(name)s heeft deze rol al, vanaf %(day)s.")
            % {"name": account.display_name, "day": _written(standing.starts_on)},
            membership=str(standing.pk),
        )
    return Membership.objects.create(
        account=account, organisation=organisation, role=role, starts_on=starts_on
    )


def _switch(by: Account | None, at: datetime, account: Account, *, active: bool) -> None:
    account = Account.objects.select_for_update().get(pk=account.pk)
    _not_oneself(by, account)
    today = timezone.localdate(at)
    roles = list(account.memberships.select_related("organisation").order_by("-starts_on", "pk"))
    lasting = [role for role in roles if role.ends_before is None or role.ends_before > today]
    _require_all(by, lasting or roles, today)
    if account.is_active is active:
        raise PeopleError(
            _("Dit account is al open.") if active else _("Dit account is al gesloten.")
        )
    account.is_active = active
    account.save(update_fields=["is_active"])
    record(
        act=ACCOUNT_OPENED.name if active else ACCOUNT_CLOSED.name,
        by=by,
        at=at,
        target=account,
        organisation_id=roles[0].organisation_id if roles else None,
        payload={"account": account.pk},
    )


def _require_all(by: Account | None, roles: Iterable[Membership], today: date) -> None:
    if by is None:
        return
    reached = [may_arrange(by, role.organisation, on=today) for role in roles]
    if not reached or not all(reached):
        raise ForbiddenError(
            _(
                "Deze persoon werkt ook waar u niets regelt, dus u kunt dit account niet sluiten "
                "of openen. Beëindig de rollen in uw regio."
            )
        )


def _record(act: str, by: Account | None, at: datetime, membership: Membership) -> None:
    record(
        act=act,
        by=by,
        at=at,
        target=membership,
        organisation_id=membership.organisation_id,
        payload={"account": membership.account_id, "role": membership.role},
    )


def _written(day: date) -> str:
    return date_format(day, "j F Y")
