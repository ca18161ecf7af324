"""A certificate for the demonstration, with an issuer that exists nowhere else.

Both are made while the region is filled. What signs is gone when this process is: nobody can sign
with it again, and nobody outside this demonstration trusts the issuer.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

ISSUER = "Voorbeelduitgever Woonregie (verzonnen)"
BEFORE, AFTER = timedelta(days=3 * 365), timedelta(days=10 * 365)
PURPOSES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True, slots=True)
class Made:
    """What was made, in memory only.

    Args:
        pkcs12: key and certificate of the organisation, closed with the passphrase.
        passphrase: with which it opens.
        issuer_pem: the certificate of the issuer.
    """

    pkcs12: bytes
    passphrase: str
    issuer_pem: bytes

    def __repr__(self) -> str:
        return "Made()"


def made_certificate(name: str, *, at: datetime) -> Made:
    """Return a new certificate for an organisation, from a new issuer.

    Args:
        name: of the organisation, as the certificate says it.
        at: a moment well within the years for which it holds.
    """
    authority, key = (ec.generate_private_key(ec.SECP256R1()) for _time in range(2))
    issuer = _certificate(ISSUER, authority, authority, at, ca=True)
    held = _certificate(name, key, authority, at, ca=False)
    passphrase = secrets.token_urlsafe(24)
    closed = serialize_key_and_certificates(
        name.encode(), key, held, [issuer], BestAvailableEncryption(passphrase.encode())
    )
    return Made(closed, passphrase, issuer.public_bytes(Encoding.PEM))


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    authority: ec.EllipticCurvePrivateKey,
    at: datetime,
    *,
    ca: bool,
) -> x509.Certificate:
    meant = {"key_cert_sign", "crl_sign"} if ca else {"digital_signature", "content_commitment"}
    of_issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(ISSUER))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - BEFORE)
        .not_valid_after(at + AFTER)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(**{purpose: purpose in meant for purpose in PURPOSES}), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(of_issuer, critical=False)
        .sign(authority, hashes.SHA256())
    )
