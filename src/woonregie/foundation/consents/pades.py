"""Signing PDFs one after the other, and telling what became of the signatures in one.

PAdES by pyHanko, without a network: no time stamps, and nothing is asked of issuers. Each
signature is added behind what stands, so it covers all that was signed before it.
"""

import io
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from django.utils.translation import gettext as _

from woonregie.foundation.consents.certificates import Seal
from woonregie.foundation.consents.errors import SignedFileError

MOST_BYTES = 20 * 1024 * 1024
"""A larger file is not read: who sends one could keep a server busy."""
MOST_SIGNATURES = 100

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Mark:
    """One signature in a PDF, as it was found.

    Args:
        signer: who signed, as the certificate says.
        issuer: who vouches for that.
        signed_at: when, as the signer says; None where she does not.
        intact: whether what was signed is still what it was.
        changed_after: whether something was added afterwards that is more than a signature.
        trusted: whether the issuer is one that is trusted here.
        expired: whether the certificate did not hold when it was signed.
    """

    signer: str
    issuer: str
    signed_at: datetime | None
    intact: bool
    changed_after: bool
    trusted: bool
    expired: bool

    @property
    def holds(self) -> bool:
        """Whether this signature says what it seems to say."""
        return self.intact and not self.changed_after and not self.expired

    @property
    def text(self) -> str:
        """What to make of it, in a sentence."""
        if not self.intact:
            return _(
                "Klopt niet: het bestand is gewijzigd na het tekenen. Deze handtekening is "
                "gebroken."
            )
        if self.changed_after:
            return _(
                "Na deze handtekening is het bestand gewijzigd. Wat er nu staat, is niet wat er "
                "getekend is."
            )
        if self.expired:
            return _("Het certificaat gold niet op het moment van tekenen.")
        if not self.trusted:
            return _(
                "Het bestand is niet gewijzigd. Wij kennen de uitgever van het certificaat niet: "
                "of het echt van deze ondertekenaar is, weten wij niet."
            )
        return _(
            "Klopt: niet gewijzigd, en het certificaat komt van een uitgever die uw regio "
            "vertrouwt."
        )


def sign(pdf: bytes, seal: Seal, *, field: str, reason: str) -> bytes:
    """Return the PDF with one more signature.

    Args:
        pdf: the file, perhaps signed by others.
        seal: with which it is signed.
        field: name of the signature in the file, not yet used in it.
        reason: what stands with it.

    Raises:
        SignedFileError: it is no PDF, it is broken, locked or too large.
    """
    _require_pdf(pdf)
    try:
        return _signed(pdf, seal, field, reason)
    except Exception as error:
        # A broken file breaks the reader in as many ways as there are broken files.
        logger.info("A file could not be signed: %s", type(error).__name__)
        raise SignedFileError(
            _(
                "Dit pdf-bestand kan niet getekend worden: het is beschadigd of beveiligd. Bewaar "
                "het opnieuw als gewone pdf, en leg het opnieuw voor."
            )
        ) from error


def marks_in(pdf: bytes, *, roots: Sequence[bytes], at: datetime) -> list[Mark]:
    """Return the signatures in a PDF in the order in which they were put.

    Args:
        pdf: the file.
        roots: certificates of issuers that are trusted, as DER.
        at: the moment for a signature that does not say when it was put.

    Raises:
        SignedFileError: it is no PDF, it is broken, locked or too large.
    """
    _require_pdf(pdf)
    try:
        return _found(pdf, roots, at)
    except Exception as error:
        # As above.
        logger.info("A file could not be verified: %s", type(error).__name__)
        raise SignedFileError(
            _(
                "Dit pdf-bestand is niet te lezen: het is beschadigd of beveiligd. Vraag het "
                "bestand opnieuw op bij wie het tekende."
            )
        ) from error


def _require_pdf(pdf: bytes) -> None:
    if len(pdf) > MOST_BYTES:
        raise SignedFileError(
            _("Dit bestand is te groot: hoogstens %(most)s MB.")
            % {"most": MOST_BYTES // 1024 // 1024}
        )
    if b"%PDF-" not in pdf[:1024]:
        raise SignedFileError(_("Dit is geen pdf-bestand. Kies een pdf."))


def _signed(pdf: bytes, seal: Seal, field: str, reason: str) -> bytes:
    # 2 seconds to load: only who signs waits for it.
    from asn1crypto import keys, x509  # noqa: PLC0415  as above
    from pyhanko.pdf_utils.incremental_writer import (  # noqa: PLC0415  as above
        IncrementalPdfFileWriter,
    )
    from pyhanko.sign import fields, signers  # noqa: PLC0415  as above

    # The library says no types there.
    registry: Any = import_module("pyhanko_certvalidator.registry")
    chain = [x509.Certificate.load(item) for item in seal.chain_der]
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(seal.certificate_der),
        signing_key=keys.PrivateKeyInfo.load(seal.key_der),
        cert_registry=registry.SimpleCertificateStore.from_certs(chain),
    )
    told = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason,
        name=seal.certificate.subject,
    )
    out = io.BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), told, signer=signer, output=out)
    return out.getvalue()


def _found(pdf: bytes, roots: Sequence[bytes], at: datetime) -> list[Mark]:
    from asn1crypto import x509  # noqa: PLC0415  as above
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415  as above

    trusted = [x509.Certificate.load(root) for root in roots]
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    found = reader.embedded_regular_signatures[:MOST_SIGNATURES]
    fields = {signature.field_name for signature in found}
    return [_mark(signature, trusted, at, fields) for signature in found]


def _mark(signature: Any, roots: Sequence[Any], at: datetime, fields: Collection[str]) -> Mark:
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415  as above
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415  as above

    signed_at = signature.self_reported_timestamp
    held = signature.signer_cert
    context = ValidationContext(
        trust_roots=list(roots), allow_fetching=False, moment=signed_at or at
    )
    status = validate_pdf_signature(signature, context)
    return Mark(
        signer=_named(held.subject),
        issuer=_named(held.issuer),
        signed_at=signed_at,
        intact=bool(status.intact and status.valid),
        changed_after=_changed(status, fields),
        trusted=bool(status.trusted),
        expired=not held.not_valid_before <= (signed_at or at) <= held.not_valid_after,
    )


def _changed(status: Any, fields: Collection[str]) -> bool:
    """Return whether more came after a signature than other signatures.

    Filling in a form is allowed by the format, and changes what stands there all the same.
    """
    from pyhanko.sign.diff_analysis import ModificationLevel  # noqa: PLC0415  as above

    level = status.modification_level
    if level is None:
        return False
    if level.value > ModificationLevel.FORM_FILLING.value:
        return True
    filled = getattr(status.diff_result, "changed_form_fields", None) or set()
    return not set(filled) <= set(fields)


def _named(name: Any) -> str:
    told = name.native
    parts = [told.get("common_name"), told.get("organization_name")]
    words = [part if isinstance(part, str) else ", ".join(part) for part in parts if part]
    return ", ".join(dict.fromkeys(words))[:300] or str(name.human_friendly)[:300]
