"""Signing for a party: with a certificate, on paper, or by pointing to a decision."""

import io
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.certificates import open_seal
from woonregie.foundation.consents.errors import SigningError
from woonregie.foundation.consents.models import (
    Answer,
    Consent,
    Request,
    Signature,
    SignatureMethod,
)
from woonregie.foundation.consents.pades import MOST_BYTES, sign
from woonregie.foundation.consents.permissions import ANSWER, require_mandate
from woonregie.foundation.consents.services.answering import asked_party, require_same_thing
from woonregie.foundation.consents.services.asking import require_open
from woonregie.foundation.consents.services.decisions import Decided, note_decision
from woonregie.foundation.consents.standing import Standing, Term, said_in, standing_of
from woonregie.foundation.files.models import StoredFile
from woonregie.foundation.files.services import path_of, store
from woonregie.foundation.pages.errors import StaleVersionError

SIGNED = register_act("consents.signed", gettext_lazy("tekende"))
SCANS = frozenset({"application/pdf", "image/png", "image/jpeg", "image/tiff"})
SLACK = 4 * 1024 * 1024
"""Signatures make a file larger than what was laid before the parties."""
MAY_SIGN = frozenset({Standing.AGREED, Standing.RESERVED})


def sign_digitally(
    *,
    by: Account,
    at: datetime,
    request: Request,
    organisation: Organisation,
    pkcs12: bytes,
    passphrase: str,
) -> Signature:
    """Sign for a party with the certificate of its organisation, behind who signed before.

    The key is in memory for as long as this takes; it is not kept, and neither is the passphrase.

    Args:
        by: who signs.
        at: the moment.
        request: what is signed: the PDF that was laid before the parties.
        organisation: the party.
        pkcs12: the file with key and certificate.
        passphrase: with which it opens.

    Raises:
        MandateError: she does not speak for the party today.
        WithdrawnError: the question was taken back.
        ThingChangedError: the thing is another than was asked about.
        SigningError: there is no PDF, the party did not agree, or it signed already.
        CertificateError: the certificate does not open, does not hold or is not for signing.
        SignedFileError: the PDF is broken, locked or too large.
        StaleVersionError: another party signed meanwhile.
    """
    role = _require_signer(by, at, request, organisation)
    if request.file is None or request.file.media_type != "application/pdf":
        raise SigningError(
            _(
                "Bij deze vraag ligt geen pdf om te tekenen. Teken op papier of met een besluit, "
                "of vraag %(who)s om het stuk als pdf voor te leggen."
            )
            % {"who": request.organisation}
        )
    before = last_signed(request)
    under = before.file if before and before.file else request.file
    seal = open_seal(pkcs12, passphrase, at=at)
    number = _next_number(request)
    signed = sign(
        path_of(under).read_bytes(),
        seal,
        field=f"Handtekening-{number}",
        reason=f"{organisation.name}: {request}"[:250],
    )
    held = seal.certificate
    return _keep(
        by,
        at,
        request,
        organisation,
        number,
        role=role,
        method=SignatureMethod.PADES,
        signed_sha256=under.sha256,
        file=_kept_pdf(signed, request.file.name, at),
        subject=held.subject,
        issuer=held.issuer,
        serial=held.serial,
        certificate_sha256=held.sha256,
    )


def sign_on_paper(
    *, by: Account, at: datetime, request: Request, organisation: Organisation, scan: StoredFile
) -> Signature:
    """Record that a party signed on paper, with the scan that shows it.

    Raises:
        MandateError: she does not speak for the party today.
        WithdrawnError: the question was taken back.
        ThingChangedError: the thing is another than was asked about.
        SigningError: no scan, or the party did not agree, or it signed already.
    """
    role = _require_signer(by, at, request, organisation)
    if scan.media_type not in SCANS:
        raise SigningError(_("Voeg de scan toe als pdf of als afbeelding (png, jpg of tiff)."))
    return _keep(
        by,
        at,
        request,
        organisation,
        _next_number(request),
        role=role,
        method=SignatureMethod.PAPER,
        signed_sha256=_laid(request),
        file=scan,
    )


@transaction.atomic
def sign_by_decision(
    *, by: Account, at: datetime, request: Request, organisation: Organisation, decided: Decided
) -> Signature:
    """Record the decision by which a party is bound without a signature.

    Raises:
        MandateError: she does not speak for the party today.
        WithdrawnError: the question was taken back.
        ThingChangedError: the thing is another than was asked about.
        SigningError: the party did not agree, or it signed already.
        DecisionOfTomorrowError: the body has yet to decide.
    """
    role = _require_signer(by, at, request, organisation)
    return _keep(
        by,
        at,
        request,
        organisation,
        _next_number(request),
        role=role,
        method=SignatureMethod.DECISION,
        signed_sha256=_laid(request),
        decision=note_decision(by=by, at=at, organisation=organisation, decided=decided),
    )


def last_signed(request: Request) -> Signature | None:
    """Return the last digital signature: its file holds all that came before."""
    digital = Signature.objects.filter(request=request, method=SignatureMethod.PADES)
    return digital.select_related("file").order_by("-number").first()


def _kept_pdf(signed: bytes, name: str, at: datetime) -> StoredFile:
    shown = f"{PurePath(name).stem}, getekend.pdf"
    return store(io.BytesIO(signed), name=shown, at=at, max_bytes=MOST_BYTES + SLACK)


def _laid(request: Request) -> str:
    """Return the digest of what was laid before the parties: the file, else the thing itself."""
    return request.file.sha256 if request.file else request.thing_digest


def _require_signer(
    by: Account, at: datetime, request: Request, organisation: Organisation
) -> str:
    today = localdate(at)
    consent = asked_party(request, organisation)
    role = require_mandate(by, ANSWER, organisation, on=today)
    require_open(request)
    require_same_thing(request, by, today, yes=True)
    answer = Answer.objects.select_related("outcome").filter(consent=consent)
    term = Term(request.last_day, request.silence_agrees)
    standing = standing_of(term, said_in(answer.order_by("-number").first()), on=today)
    if standing not in MAY_SIGN:
        raise SigningError(
            _("%(party)s staat op: %(standing)s. Eerst antwoordt een partij met akkoord.")
            % {"party": organisation, "standing": standing.label}
        )
    _require_unsigned(consent)
    return role


def _require_unsigned(consent: Consent) -> None:
    signed = Signature.objects.filter(consent=consent).first()
    if signed is not None:
        raise SigningError(
            _("%(party)s tekende al op %(day)s.")
            % {
                "party": consent.organisation,
                "day": date_format(localdate(signed.signed_at), "j F Y"),
            }
        )


def _next_number(request: Request) -> int:
    return Signature.objects.filter(request=request).count() + 1


@transaction.atomic
def _keep(
    by: Account,
    at: datetime,
    request: Request,
    organisation: Organisation,
    number: int,
    **told: Any,
) -> Signature:
    # Of two parties that sign at once the second signs behind the first.
    standing = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    # An objection of a colleague waits for this, or stands before it.
    consent = Consent.objects.select_for_update(of=("self",)).get(
        request=standing, organisation=organisation
    )
    _require_signer(by, at, standing, organisation)
    if _next_number(standing) != number:
        raise StaleVersionError(
            _("Een andere partij tekende intussen. Teken opnieuw: uw handtekening komt daarna."),
            base_version=number,
            current_version=_next_number(standing),
        )
    signature = Signature.objects.create(
        request=standing, consent=consent, number=number, signed_by=by, signed_at=at, **told
    )
    record(
        act=SIGNED.name,
        by=by,
        at=at,
        target=standing,
        organisation_id=organisation.pk,
        payload={"method": signature.method, "digest": signature.signed_sha256},
    )
    return signature
