"""A certificate authority for tests: it exists nowhere else, and is made anew each time."""

import io
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import ArrayObject, NameObject, NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from woonregie.foundation.consents.certificates import open_seal
from woonregie.foundation.consents.pades import sign

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""The moment at which parties sign."""
PASSPHRASE = "wachtzin-voor-toetsen"  # noqa: S105  opens certificates of tests only
FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)


def named(name):
    """Return a name as certificates hold it."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
        ]
    )


class Authority:
    """An issuer of certificates, with its own."""

    def __init__(self, name="Toetsuitgever"):
        self.name = named(name)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._made(
            self.name, self.key.public_key(), FROM, UNTIL + timedelta(days=3650), ca=True
        )

    @property
    def pem(self):
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def der(self):
        return self.certificate.public_bytes(Encoding.DER)

    def pkcs12(self, name, *, since=FROM, until=UNTIL, ca=False, passphrase=PASSPHRASE):
        """Return a key with certificate for an organisation, closed with a passphrase."""
        key = ec.generate_private_key(ec.SECP256R1())
        held = self._made(named(name), key.public_key(), since, until, ca=ca)
        return serialize_key_and_certificates(
            name.encode(),
            key,
            held,
            [self.certificate],
            BestAvailableEncryption(passphrase.encode()),
        )

    def _made(self, subject, public, since, until, *, ca):
        usage = dict.fromkeys(
            (
                "digital_signature",
                "content_commitment",
                "key_encipherment",
                "data_encipherment",
                "key_agreement",
                "key_cert_sign",
                "crl_sign",
                "encipher_only",
                "decipher_only",
            ),
            False,
        )
        usage |= (
            {"key_cert_sign": True, "crl_sign": True}
            if ca
            else {"digital_signature": True, "content_commitment": True}
        )
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(since)
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
            .sign(self.key, hashes.SHA256())
        )


def signed_by(pdf, authority, *names):
    """Return the PDF, signed by each in turn."""
    for name in names:
        seal = open_seal(authority.pkcs12(name), PASSPHRASE, at=AT)
        pdf = sign(pdf, seal, field=f"Handtekening {name}", reason="Akkoord")
    return pdf


def edited(pdf):
    """Return the PDF with something else in it, as an editor writes it behind what stands."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page[NameObject("/MediaBox")] = ArrayObject(map(NumberObject, (0, 0, 10, 10)))
    writer.update_container(page)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
