"""Which issuers a region trusts."""

from datetime import date

import pytest

from woonregie.foundation.consents.certificates import open_seal
from woonregie.foundation.consents.errors import (
    CertificateError,
)
from woonregie.foundation.consents.models import TrustRoot
from woonregie.foundation.consents.queries import verified_request
from woonregie.foundation.consents.services import (
    end_trust,
    trust,
)
from woonregie.foundation.consents.tests.authority import (
    AT,
    PASSPHRASE,
)
from woonregie.foundation.pages.errors import ForbiddenError

pytestmark = pytest.mark.usefixtures("_day_of_signing")


@pytest.mark.django_db
class TestTrust:
    @pytest.fixture
    def trusted(self, region, administrator, authority, moment):
        def do(*, by=administrator, data=authority.pem):
            return trust(
                by=by,
                at=moment,
                region=region,
                data=data,
                source="toets",
                checked_on=date(2026, 11, 1),
            )

        return do

    def test_makes_a_signature_known(self, trusted, digital, agreed, moment):
        digital()
        before = verified_request(agreed, on=moment.date(), at=moment)[0].trusted
        trusted()

        assert not before
        assert verified_request(agreed, on=moment.date(), at=moment)[0].trusted

    def test_that_ended_makes_it_unknown_again(
        self, trusted, digital, agreed, administrator, moment
    ):
        digital()
        root = trusted()
        end_trust(by=administrator, at=moment, root=root)

        assert not verified_request(agreed, on=moment.date(), at=moment)[0].trusted
        with pytest.raises(CertificateError, match="al opgezegd"):
            end_trust(by=administrator, at=moment, root=root)

    def test_is_said_by_the_administrator_only(self, trusted, secretary):
        with pytest.raises(ForbiddenError, match="Alleen de beheerder"):
            trusted(by=secretary)

    def test_is_said_once(self, trusted):
        trusted()

        with pytest.raises(CertificateError, match="vertrouwt uw regio al"):
            trusted()

    @pytest.mark.parametrize("data", [b"", b"tekst", b"-----BEGIN CERTIFICATE-----\nnee"])
    def test_is_in_certificates_only(self, trusted, data):
        with pytest.raises(CertificateError, match="geen certificaat"):
            trusted(data=data)

        assert not TrustRoot.objects.exists()

    def test_is_not_in_who_signs(self, trusted, authority):
        seal = open_seal(authority.pkcs12("Kampen"), PASSPHRASE, at=AT)

        with pytest.raises(CertificateError, match="niet van een uitgever"):
            trusted(data=seal.certificate_der)
