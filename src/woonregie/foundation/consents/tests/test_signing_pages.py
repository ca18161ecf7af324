"""Pages on which somebody signs, and looks at who did."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from woonregie.foundation.consents.tests.authority import (
    PASSPHRASE,
    signed_by,
)
from woonregie.foundation.files.services import path_of

pytestmark = pytest.mark.usefixtures("_day_of_signing")


@pytest.mark.django_db
class TestPages:
    def test_sign_and_show_that_it_holds(
        self, agreed, client_for, official_kampen, kampen, of_kampen, authority, region, moment
    ):
        browser = client_for(official_kampen)
        given = {"region": "testregio", "key": agreed.pk, "party": "kampen"}

        done = browser.post(
            reverse("consents:sign", kwargs=given),
            {
                "method": "pades",
                "certificate": SimpleUploadedFile("kampen.p12", of_kampen),
                "passphrase": PASSPHRASE,
            },
        )

        told = browser.get(done["Location"]).content.decode()
        assert "Gemeente Kampen" in told
        assert "onbekende uitgever" in told
        assert PASSPHRASE not in told

    def test_a_wrong_passphrase_is_told_and_not_shown_again(
        self, agreed, client_for, official_kampen, kampen, of_kampen
    ):
        given = {"region": "testregio", "key": agreed.pk, "party": "kampen"}

        told = client_for(official_kampen).post(
            reverse("consents:sign", kwargs=given),
            {
                "method": "pades",
                "certificate": SimpleUploadedFile("kampen.p12", of_kampen),
                "passphrase": "een-verkeerde-wachtzin",
            },
        )

        assert "Controleer de wachtzin" in told.content.decode()
        assert "een-verkeerde-wachtzin" not in told.content.decode()

    def test_ask_for_what_the_way_of_signing_needs(
        self, agreed, client_for, official_kampen, kampen
    ):
        given = {"region": "testregio", "key": agreed.pk, "party": "kampen"}

        for method in ("pades", "paper", "decision"):
            told = client_for(official_kampen).post(
                reverse("consents:sign", kwargs=given), {"method": method}
            )
            assert "Vul dit in om zo te tekenen" in told.content.decode()

    def test_verify_an_edited_file_from_elsewhere(
        self, client_for, reader, region, plain_pdf, authority
    ):
        pdf = bytearray(signed_by(plain_pdf, authority, "Kampen"))
        at = pdf.find(b"MediaBox") + 12
        pdf[at] = pdf[at] + 1

        told = client_for(reader).post(
            "/testregio/instemming/controleren/",
            {"file": SimpleUploadedFile("overeenkomst.pdf", bytes(pdf))},
        )

        assert "Deze handtekening is gebroken" in told.content.decode()

    def test_verify_says_when_nobody_signed(self, client_for, reader, region, plain_pdf):
        told = client_for(reader).post(
            "/testregio/instemming/controleren/",
            {"file": SimpleUploadedFile("overeenkomst.pdf", plain_pdf)},
        )

        assert "geen digitale handtekening" in told.content.decode()

    def test_the_signed_file_is_a_download(self, digital, agreed, client_for, official_kampen):
        signature = digital()
        given = {"region": "testregio", "key": agreed.pk, "signature": signature.pk}

        answer = client_for(official_kampen).get(reverse("consents:signed_file", kwargs=given))

        assert answer.getvalue() == path_of(signature.file).read_bytes()
