"""Signing for a party, looking at signatures, and the issuers that a region trusts."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.consents import services
from woonregie.foundation.consents.certificates import MOST_BYTES as MOST_CERTIFICATE
from woonregie.foundation.consents.errors import CertificateError, SignedFileError
from woonregie.foundation.consents.forms import SignForm, TrustForm, VerifyForm
from woonregie.foundation.consents.models import Request, SignatureMethod
from woonregie.foundation.consents.pades import MOST_BYTES
from woonregie.foundation.consents.permissions import ANSWER, TRUST, require_mandate
from woonregie.foundation.consents.queries import (
    all_roots,
    signatures_on,
    verified,
    verified_request,
)
from woonregie.foundation.consents.views.found import download, found, party_named, uploaded
from woonregie.foundation.files.uploads import too_large
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.people import regions_with


@sensitive_post_parameters("passphrase")
def sign(request: AccountRequest, region: str, key: UUID, party: str) -> HttpResponse:
    """Sign for a party."""
    place, state, today = found(request, region, key)
    organisation = party_named(state, party).consent.organisation
    require_mandate(request.user, ANSWER, organisation, on=today)
    laid = state.request.file
    form = SignForm(
        request.POST or None,
        request.FILES or None,
        too_large=too_large(request),
        digital=laid is not None and laid.media_type == "application/pdf",
    )
    if request.method == "POST" and form.is_valid():
        try:
            _sign(request, form, state.request, organisation)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("De handtekening is vastgelegd."))
            return redirect("consents:signatures", region, key)
    shown = {
        "form": form,
        "state": state,
        "heading": _("Tekenen namens %(party)s") % {"party": organisation},
        "cancel_url": reverse("consents:detail", args=[place.slug, key]),
        "submit_label": _("Teken"),
    }
    return render(request, "consents/sign.html", shown)


@sensitive_variables("given", "form")
def _sign(
    request: AccountRequest, form: SignForm, asked: Request, organisation: Organisation
) -> None:
    given, now, by = form.cleaned_data, timezone.now(), request.user
    if given["method"] == SignatureMethod.PADES:
        services.sign_digitally(
            by=by,
            at=now,
            request=asked,
            organisation=organisation,
            # One byte more than the most: enough to see that it is too large.
            pkcs12=given["certificate"].read(MOST_CERTIFICATE + 1),
            passphrase=given["passphrase"],
        )
    elif given["method"] == SignatureMethod.PAPER and (scan := uploaded(form, now)):
        services.sign_on_paper(by=by, at=now, request=asked, organisation=organisation, scan=scan)
    elif decided := form.decided():
        services.sign_by_decision(
            by=by, at=now, request=asked, organisation=organisation, decided=decided
        )


def signatures(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Show who signed, and whether the signatures hold."""
    _place, state, today = found(request, region, key)
    marks, refused = [], ""
    try:
        marks = verified_request(state.request, on=today, at=timezone.now())
    except SignedFileError as error:
        refused = str(error)
    shown = {
        "state": state,
        "signatures": signatures_on(state.request),
        "marks": marks,
        "refused": refused,
    }
    return render(request, "consents/signatures.html", shown)


def signed_file(request: AccountRequest, region: str, key: UUID, signature: UUID) -> FileResponse:
    """Give the signed file, or the scan."""
    _place, state, _today = found(request, region, key)
    for kept in signatures_on(state.request):
        if kept.pk == signature:
            return download(kept.file)
    raise Http404


def verify(request: AccountRequest, region: str) -> HttpResponse:
    """Show who signed a PDF that somebody hands in, and whether it was changed afterwards."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    form = VerifyForm(request.POST or None, request.FILES or None, too_large=too_large(request))
    marks = None
    if request.method == "POST" and form.is_valid():
        pdf = form.cleaned_data["file"].read(MOST_BYTES + 1)
        try:
            marks = verified(pdf, place, on=today, at=timezone.now())
        except SignedFileError as error:
            form.add_error("file", str(error))
    shown = {"form": form, "marks": marks, "submit_label": _("Controleer")}
    return render(request, "consents/verify.html", shown)


# ------------------------------------------------------------------ issuers
def roots(request: AccountRequest, region: str) -> HttpResponse:
    """Show the issuers that a region trusts; an administrator adds one."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    may_edit = place.pk in regions_with(request.user, TRUST, on=today)
    if request.method == "POST" and not may_edit:
        raise ForbiddenError(_("Alleen de beheerder zegt welke uitgevers de regio vertrouwt."))
    form = TrustForm(
        request.POST or None,
        request.FILES or None,
        too_large=too_large(request),
        initial={"checked_on": today},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.trust(
                by=request.user,
                at=timezone.now(),
                region=place,
                data=given["file"].read(MOST_CERTIFICATE + 1),
                source=given["source"],
                checked_on=given["checked_on"],
                title=given["title"],
            )
        except CertificateError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("De uitgever is toegevoegd."))
            return redirect("consents:roots", region)
    shown = {
        "form": form if may_edit else None,
        "roots": all_roots(place),
        "submit_label": _("Vertrouw deze uitgever"),
    }
    return render(request, "consents/roots.html", shown)


@require_POST
def end_root(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Trust an issuer no longer."""
    place = region_for(request.user, region, today=timezone.localdate())
    root = get_object_or_404(all_roots(place), pk=key)
    try:
        services.end_trust(by=request.user, at=timezone.now(), root=root)
    except CertificateError as error:
        messages.error(request, str(error))
    return redirect("consents:roots", region)
