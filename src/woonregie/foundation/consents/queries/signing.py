"""Signatures on a request, and the issuers that a region trusts."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from woonregie.foundation.consents.models import Request, Signature, SignatureMethod, TrustRoot
from woonregie.foundation.consents.pades import Mark, marks_in
from woonregie.foundation.files.services import path_of
from woonregie.foundation.region.models import Region


def signatures_on(request: Request) -> Sequence[Signature]:
    """Return who signed, in the order in which they did."""
    found = Signature.objects.filter(request=request).order_by("number")
    return list(found.select_related("consent__organisation", "file", "decision", "signed_by"))


def trusted_now(region: Region, *, on: date) -> QuerySet[TrustRoot]:
    """Return the issuers that a region trusts on a day."""
    goes_on = Q(ends_before__isnull=True) | Q(ends_before__gt=on)
    return TrustRoot.objects.filter(goes_on, region=region, starts_on__lte=on)


def all_roots(region: Region) -> QuerySet[TrustRoot]:
    """Return the issuers that a region trusts or trusted, those of now first."""
    return TrustRoot.objects.filter(region=region).order_by("-ends_before", "title")


def verified(pdf: bytes, region: Region, *, on: date, at: datetime) -> list[Mark]:
    """Return the signatures in a PDF, weighed by whom a region trusts.

    Raises:
        SignedFileError: it is no PDF that can be read.
    """
    roots = [bytes(root.der) for root in trusted_now(region, on=on)]
    return marks_in(pdf, roots=roots, at=at)


def verified_request(request: Request, *, on: date, at: datetime) -> list[Mark]:
    """Return the signatures in our own last signed file; none when nobody signed digitally."""
    signed = [
        signature
        for signature in signatures_on(request)
        if signature.method == SignatureMethod.PADES and signature.file is not None
    ]
    if not signed or signed[-1].file is None:
        return []
    return verified(path_of(signed[-1].file).read_bytes(), request.region, on=on, at=at)
