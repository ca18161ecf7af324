"""Which issuers of certificates a region trusts: data with a source and dates, no list of ours."""

from datetime import date, datetime

from cryptography.hazmat.primitives.serialization import Encoding
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.certificates import (
    MOST_BYTES,
    described,
    is_authority,
    read_certificate,
)
from woonregie.foundation.consents.errors import CertificateError
from woonregie.foundation.consents.models import TrustRoot
from woonregie.foundation.consents.permissions import TRUST
from woonregie.foundation.consents.queries.signing import trusted_now
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import regions_with

ROOT_ADDED = register_act("consents.root_added", gettext_lazy("vertrouwde een uitgever"))
ROOT_ENDED = register_act("consents.root_ended", gettext_lazy("vertrouwde een uitgever niet meer"))


@transaction.atomic
def trust(
    *,
    by: Account,
    at: datetime,
    region: Region,
    data: bytes,
    source: str,
    checked_on: date,
    title: str = "",
) -> TrustRoot:
    """Trust the issuer with this certificate, from today on.

    Args:
        by: who says so: an administrator of the region.
        at: the moment.
        region: whose readers trust it.
        data: the certificate, as PEM or DER.
        source: where it was taken from.
        checked_on: when its fingerprint was compared there.
        title: what it is called; empty is its own name.

    Raises:
        ForbiddenError: only an administrator may.
        CertificateError: it is no certificate of an issuer, it is over, or trusted already.
    """
    _require(by, region, localdate(at))
    if len(data) > MOST_BYTES:
        raise CertificateError(_("Dit is geen certificaat: het bestand is te groot."))
    certificate = read_certificate(data)
    told = described(certificate)
    if not is_authority(certificate):
        raise CertificateError(
            _("Dit is het certificaat van een ondertekenaar, niet van een uitgever.")
        )
    if told.valid_until < at:
        raise CertificateError(_("Dit certificaat is verlopen."))
    if trusted_now(region, on=localdate(at)).filter(sha256=told.sha256).exists():
        raise CertificateError(_("Deze uitgever vertrouwt uw regio al."))
    root = TrustRoot(
        region=region,
        title=title.strip()[:200] or told.subject[:200],
        der=certificate.public_bytes(Encoding.DER),
        sha256=told.sha256,
        subject=told.subject,
        valid_until=told.valid_until,
        source=source.strip()[:300],
        checked_on=checked_on,
        starts_on=localdate(at),
    )
    try:
        with transaction.atomic():
            root.save(force_insert=True)
    except IntegrityError as error:
        raise CertificateError(
            _("Deze uitgever is vandaag al opgezegd. Morgen kunt u hem weer toevoegen.")
        ) from error
    record(
        act=ROOT_ADDED.name,
        by=by,
        at=at,
        target=root,
        organisation_id=region.organisation_id,
        payload={"sha256": root.sha256, "checked_on": checked_on},
    )
    return root


@transaction.atomic
def end_trust(*, by: Account, at: datetime, root: TrustRoot) -> TrustRoot:
    """Trust an issuer no longer; what it vouched for is told of as unknown from now on.

    Raises:
        ForbiddenError: only an administrator may.
        CertificateError: it is no longer trusted.
    """
    _require(by, root.region, localdate(at))
    standing = TrustRoot.objects.select_for_update(of=("self",)).get(pk=root.pk)
    if standing.ends_before is not None:
        raise CertificateError(_("Deze uitgever is al opgezegd."))
    standing.ends_before = localdate(at)
    standing.save(update_fields=["ends_before"])
    record(
        act=ROOT_ENDED.name,
        by=by,
        at=at,
        target=standing,
        organisation_id=root.region.organisation_id,
        payload={"sha256": standing.sha256},
    )
    return standing


def _require(by: Account, region: Region, on: date) -> None:
    if region.pk not in regions_with(by, TRUST, on=on):
        raise ForbiddenError(
            _("Alleen de beheerder zegt welke uitgevers de regio vertrouwt."), permission=TRUST
        )
