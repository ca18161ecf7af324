"""Who works in the region: the list, one person, and what an administrator may arrange."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts import services
from woonregie.foundation.accounts.errors import PeopleError
from woonregie.foundation.accounts.forms import EndForm, InviteForm, RoleForm
from woonregie.foundation.accounts.mail import send_password_mail
from woonregie.foundation.accounts.models import Account, Membership
from woonregie.foundation.accounts.queries import people_at, roles_at
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.errors import ForbiddenError, StaleVersionError
from woonregie.foundation.pages.paging import keyset
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in, regions_with

ALSO_PAST = "ook-vroeger"


def people(request: AccountRequest, region: str) -> HttpResponse:
    """Show who works in the region, in which role and since when."""
    place = _reader(request, region)
    today, also_past = timezone.localdate(), request.GET.get("toon") == ALSO_PAST
    organisations = list(organisations_in([place.pk], on=today).values_list("pk", flat=True))
    found = people_at(organisations, on=today, also_past=also_past)
    page = keyset(
        found,
        order=["display_name", "id"],
        after=request.GET.get("na"),
        before=request.GET.get("voor"),
    )
    roles = roles_at(organisations, on=today, also_past=also_past).filter(account__in=page.items)
    shown = {
        "page": page,
        "people": [
            (account, [role for role in roles if role.account_id == account.pk])
            for account in page.items
        ],
        "count": found.count(),
        "also_past": also_past,
        "today": today,
        "may_arrange": _may_arrange(request, place),
    }
    return render(request, "region/people.html", shown)


def person(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show one person: her roles in this region, now and before."""
    place = _reader(request, region)
    today = timezone.localdate()
    account = _person(place, key)
    organisations = organisations_in([place.pk], on=today).values_list("pk", flat=True)
    shown = {
        "person": account,
        "roles": roles_at(list(organisations), on=today, also_past=True).filter(account=account),
        "today": today,
        "may_arrange": _may_arrange(request, place) and account.pk != request.user.pk,
    }
    return render(request, "region/person.html", shown)


def invite(request: AccountRequest, region: str) -> HttpResponse:
    """Invite somebody to work in the region."""
    place, today = _administrator(request, region), timezone.localdate()
    form = InviteForm(
        request.POST or None,
        organisations=organisations_in([place.pk], on=today),
        initial={"starts_on": today},
    )
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            membership = services.invite(
                by=request.user,
                at=timezone.now(),
                email=found["email"],
                name=found["display_name"],
                organisation=found["organisation"],
                role=found["role"],
                starts_on=found["starts_on"],
            )
        except (PeopleError, ForbiddenError) as error:
            form.add_error(None, str(error))
        else:
            _welcome(request, membership.account)
            return redirect("region:person", region, membership.account_id)
    shown = {"form": form, "heading": _("Iemand uitnodigen"), "submit_label": _("Uitnodigen")}
    return render(request, "region/people_form.html", shown, status=400 if form.errors else 200)


def _welcome(request: AccountRequest, account: Account) -> None:
    """Send whoever has no password yet the mail to choose one, and say what happened."""
    name = {"name": account.display_name}
    if account.has_usable_password():
        messages.success(request, _("%(name)s had al een account en heeft nu deze rol.") % name)
    elif send_password_mail(request, account):
        messages.success(
            request,
            _("%(name)s kreeg een mail om een wachtwoord te kiezen.") % name,
        )
    else:
        messages.warning(
            request,
            _("De rol van %(name)s staat vast. De mail ging niet weg: stuur hem straks weer.")
            % name,
        )


def give_role(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Give somebody who works in the region another role."""
    place, today = _administrator(request, region), timezone.localdate()
    account = _person(place, key)
    form = RoleForm(
        request.POST or None,
        organisations=organisations_in([place.pk], on=today),
        initial={"starts_on": today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.add_role(
                by=request.user, at=timezone.now(), account=account, **form.cleaned_data
            )
        except (PeopleError, ForbiddenError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("De rol is gegeven."))
            return redirect("region:person", region, key)
    heading = _("Een rol voor %(name)s") % {"name": account.display_name}
    shown = {"form": form, "heading": heading, "person": account}
    return render(request, "region/people_form.html", shown, status=400 if form.errors else 200)


def end_role(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Let a role end after a day."""
    place, today = _administrator(request, region), timezone.localdate()
    organisations = organisations_in([place.pk], on=today)
    membership = get_object_or_404(
        Membership.objects.select_related("account", "organisation"),
        pk=key,
        organisation__in=organisations.values("pk"),
    )
    form = EndForm(
        request.POST or None,
        initial={"last_day": today, "base_ends_before": membership.ends_before},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.end_membership(
                by=request.user, at=timezone.now(), membership=membership, **form.cleaned_data
            )
        except (PeopleError, ForbiddenError, StaleVersionError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("De laatste dag staat vast."))
            return redirect("region:person", region, membership.account_id)
    shown = {
        "form": form,
        "heading": _("Rol beëindigen"),
        "membership": membership,
        "person": membership.account,
    }
    return render(request, "region/people_form.html", shown, status=400 if form.errors else 200)


@require_POST
def close(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Close the account of somebody, or open it again."""
    place = _administrator(request, region)
    account, now = _person(place, key), timezone.now()
    try:
        if request.POST.get("stand") == "open":
            services.open_account(by=request.user, at=now, account=account)
            messages.success(request, _("Het account is weer open."))
        else:
            services.close_account(by=request.user, at=now, account=account)
            messages.success(request, _("Het account is gesloten. Openen kan altijd weer."))
    except (PeopleError, ForbiddenError) as error:
        messages.error(request, str(error))
    return redirect("region:person", region, key)


@require_POST
def send_mail(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Send the mail to choose a password once more."""
    place = _administrator(request, region)
    account = _person(place, key)
    if send_password_mail(request, account):
        messages.success(request, _("De mail is weg."))
    else:
        messages.error(request, _("De mail ging niet weg. Probeer het straks weer."))
    return redirect("region:person", region, key)


# ------------------------------------------------------------------ who may
def _reader(request: AccountRequest, region: str) -> Region:
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    if place.pk not in regions_with(request.user, "people.view", on=today):
        raise ForbiddenError(_("Alleen de beheerder en de regiosecretaris zien wie hier werkt."))
    return place


def _administrator(request: AccountRequest, region: str) -> Region:
    place = region_for(request.user, region, today=timezone.localdate())
    if not _may_arrange(request, place):
        raise ForbiddenError(_("Alleen de beheerder van deze regio regelt wie hier werkt."))
    return place


def _may_arrange(request: AccountRequest, region: Region) -> bool:
    return region.pk in regions_with(request.user, "people.manage", on=timezone.localdate())


def _person(region: Region, key: UUID) -> Account:
    today = timezone.localdate()
    organisations = organisations_in([region.pk], on=today).values_list("pk", flat=True)
    return get_object_or_404(people_at(list(organisations), on=today, also_past=True), pk=key)
