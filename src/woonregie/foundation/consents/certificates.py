"""Certificates of organisations: opened when somebody signs, and never kept.

A PKCS#12 file holds a private key. It is read in memory with the passphrase that came with it; of
it only the public certificate is written down.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from woonregie.foundation.consents import unsealing
from woonregie.foundation.consents.errors import CertificateError

MOST_BYTES = 1024 * 1024
"""A certificate with its chain is some kilobytes."""
WAITED = 40
"""Seconds, of a machine that does more than this; `unsealing` counts its own."""
SHORTEST_RSA = 2048


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says of its holder.

    Args:
        subject: the organisation, or the person, whose it is.
        issuer: who vouches for that.
        serial: its number at the issuer, in hexadecimal.
        sha256: its fingerprint.
        valid_from: the moment from which it holds.
        valid_until: the last moment.
    """

    subject: str
    issuer: str
    serial: str
    sha256: str
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Seal:
    """A private key with its certificate and chain, in memory, for as long as signing takes."""

    key_der: bytes
    certificate_der: bytes
    chain_der: tuple[bytes, ...]
    certificate: Certificate

    def __repr__(self) -> str:
        return f"Seal({self.certificate.subject})"


def open_seal(pkcs12: bytes, passphrase: str, *, at: datetime) -> Seal:
    """Return the key and certificate in a PKCS#12 file.

    Args:
        pkcs12: the file.
        passphrase: with which it opens.
        at: the moment of signing: the certificate must hold.

    Raises:
        CertificateError: it is no such file, it is large, the passphrase is wrong, it holds no
            key, or its certificate does not hold at that moment or is not for signing.
    """
    if len(pkcs12) > MOST_BYTES:
        raise CertificateError(
            _("Dit is geen certificaat: het bestand is te groot. Kies het .p12- of .pfx-bestand.")
        )
    key, held, chain = _opened(pkcs12, passphrase)
    _require_usable(held, at)
    return Seal(key, held.public_bytes(Encoding.DER), chain, described(held))


def _opened(pkcs12: bytes, passphrase: str) -> tuple[bytes, x509.Certificate, tuple[bytes, ...]]:
    """Return key, certificate and chain, read in a process that may not take long."""
    told = passphrase.encode()
    try:
        done = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-I", "-X", "utf8", unsealing.__file__],
            input=len(told).to_bytes(4, "big") + told + pkcs12,
            capture_output=True,
            timeout=WAITED,
            check=False,
        )
    except subprocess.TimeoutExpired:
        done = None
    if done is None or done.returncode < 0:
        raise CertificateError(
            _("Dit certificaat is zo versleuteld dat openen te lang duurt. Exporteer het opnieuw.")
        )
    if done.returncode == unsealing.NO_KEY:
        raise CertificateError(
            _("In dit bestand zit geen sleutel met certificaat. Exporteer het met de sleutel.")
        )
    if done.returncode:
        raise CertificateError(
            _(
                "Dit certificaat gaat niet open. Controleer de wachtzin, en of dit het .p12- of "
                ".pfx-bestand van uw organisatie is."
            )
        )
    found = json.loads(done.stdout)
    first, *rest = [bytes.fromhex(one) for one in found["chain"]]
    return bytes.fromhex(found["key"]), x509.load_der_x509_certificate(first), tuple(rest)


def read_certificate(data: bytes) -> x509.Certificate:
    """Return the certificate in a PEM or DER file.

    Raises:
        CertificateError: it is none.
    """
    try:
        if b"-----BEGIN" in data:
            return x509.load_pem_x509_certificate(data)
        return x509.load_der_x509_certificate(data)
    except ValueError as error:
        raise CertificateError(
            _("Dit is geen certificaat. Kies een bestand dat eindigt op .pem, .crt of .cer.")
        ) from error


def described(certificate: x509.Certificate) -> Certificate:
    """Return what a certificate says of its holder."""
    return Certificate(
        subject=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        serial=f"{certificate.serial_number:x}",
        sha256=certificate.fingerprint(hashes.SHA256()).hex(),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )


def is_authority(certificate: x509.Certificate) -> bool:
    """Return whether a certificate may vouch for others."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _name(name: x509.Name) -> str:
    """Return common name and organisation, or the whole name where there is neither."""
    told: list[str] = []
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        told += [str(item.value) for item in name.get_attributes_for_oid(oid)]
    return ", ".join(dict.fromkeys(told))[:300] or name.rfc4514_string()[:300]


def _require_usable(held: x509.Certificate, at: datetime) -> None:
    if at > held.not_valid_after_utc:
        raise CertificateError(
            _("Dit certificaat is verlopen op %(day)s. Teken met een certificaat dat nu geldt.")
            % {"day": date_format(localtime(held.not_valid_after_utc), "j F Y")}
        )
    if at < held.not_valid_before_utc:
        raise CertificateError(
            _("Dit certificaat geldt pas vanaf %(day)s.")
            % {"day": date_format(localtime(held.not_valid_before_utc), "j F Y")}
        )
    if is_authority(held) or not _may_sign(held):
        raise CertificateError(
            _("Met dit certificaat kan niemand een stuk tekenen. Vraag er een om mee te tekenen.")
        )
    public = held.public_key()
    if isinstance(public, rsa.RSAPublicKey) and public.key_size < SHORTEST_RSA:
        raise CertificateError(
            _("De sleutel van dit certificaat is te kort om veilig mee te tekenen.")
        )


def _may_sign(held: x509.Certificate) -> bool:
    try:
        usage = held.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment
