"""Which certificates somebody can sign with."""

from datetime import timedelta

import pytest
from asn1crypto.pkcs12 import Pfx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from woonregie.foundation.consents.certificates import MOST_BYTES, described, open_seal
from woonregie.foundation.consents.errors import (
    CertificateError,
)
from woonregie.foundation.consents.tests.authority import (
    AT,
    FROM,
    PASSPHRASE,
    UNTIL,
)

pytestmark = pytest.mark.usefixtures("_day_of_signing")


class TestCertificates:
    def test_open_with_their_passphrase(self, of_kampen, authority):
        seal = open_seal(of_kampen, PASSPHRASE, at=AT)

        assert seal.certificate.subject == "Gemeente Kampen"
        assert seal.certificate.issuer == "Toetsuitgever"
        assert seal.chain_der == (authority.der,)

    def test_never_print_their_key(self, of_kampen):
        assert repr(open_seal(of_kampen, PASSPHRASE, at=AT)) == "Seal(Gemeente Kampen)"

    @pytest.mark.parametrize("passphrase", ["", "verkeerd", "wachtzin-voor-toetsen ", "é" * 500])
    def test_stay_closed_with_another(self, of_kampen, passphrase):
        with pytest.raises(CertificateError, match="Controleer de wachtzin"):
            open_seal(of_kampen, passphrase, at=AT)

    @pytest.mark.parametrize(
        ("at", "told"),
        [
            (UNTIL + timedelta(seconds=1), "verlopen op 1 januari 2030"),
            (FROM - timedelta(seconds=1), "geldt pas vanaf 1 januari 2026"),
        ],
    )
    def test_sign_only_while_they_hold(self, of_kampen, at, told):
        with pytest.raises(CertificateError, match=told):
            open_seal(of_kampen, PASSPHRASE, at=at)

    def test_of_an_authority_sign_nothing(self, authority):
        with pytest.raises(CertificateError, match="kan niemand een stuk tekenen"):
            open_seal(authority.pkcs12("Uitgever", ca=True), PASSPHRASE, at=AT)

    @pytest.mark.parametrize(
        "file", [b"", b"geen certificaat", b"\x30\x80", b"\x30\x03\x02\x01\x03", b"%PDF-1.7"]
    )
    def test_that_are_none_are_told_in_words(self, file):
        with pytest.raises(CertificateError, match="gaat niet open"):
            open_seal(file, PASSPHRASE, at=AT)

    def test_that_are_huge_are_not_read(self):
        with pytest.raises(CertificateError, match="te groot"):
            open_seal(b"0" * (MOST_BYTES + 1), PASSPHRASE, at=AT)

    def test_without_a_key_are_told(self, authority):
        only = serialize_key_and_certificates(
            None, None, None, [authority.certificate], NoEncryption()
        )

        with pytest.raises(CertificateError, match="geen sleutel"):
            open_seal(only, "", at=AT)

    def test_that_take_minutes_to_open_are_not_opened(self, of_kampen):
        slow = Pfx.load(of_kampen)
        slow["mac_data"]["iterations"] = 2_000_000_000

        with pytest.raises(CertificateError, match="te lang duurt"):
            open_seal(slow.dump(), PASSPHRASE, at=AT)

    def test_are_described_by_name_and_fingerprint(self, authority):
        told = described(authority.certificate)

        assert told.subject == told.issuer == "Toetsuitgever"
        assert len(told.sha256) == 64
        assert isinstance(authority.key, ec.EllipticCurvePrivateKey)
