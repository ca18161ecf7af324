"""Parties sign one after the other: with a certificate, on paper or with a decision."""

import io
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from woonregie.foundation.audit.models import Event
from woonregie.foundation.consents.errors import (
    AnswerError,
    CertificateError,
    MandateError,
    SigningError,
    ThingChangedError,
)
from woonregie.foundation.consents.models import Signature
from woonregie.foundation.consents.queries import verified_request
from woonregie.foundation.consents.services import (
    Decided,
    Given,
    answer,
    sign_by_decision,
    sign_digitally,
    sign_on_paper,
)
from woonregie.foundation.consents.tests.authority import (
    PASSPHRASE,
)
from woonregie.foundation.files.services import store

pytestmark = pytest.mark.usefixtures("_day_of_signing")


@pytest.mark.django_db
class TestSignDigitally:
    def test_one_after_the_other_over_the_same_file(
        self, digital, agreed, authority, official_zwolle, zwolle, moment
    ):
        first = digital()
        second = digital(
            by=official_zwolle,
            organisation=zwolle.organisation,
            pkcs12=authority.pkcs12("Gemeente Zwolle"),
        )

        marks = verified_request(agreed, on=moment.date(), at=moment)
        assert [mark.signer for mark in marks] == ["Gemeente Kampen", "Gemeente Zwolle"]
        assert all(mark.holds for mark in marks)
        assert first.signed_sha256 == agreed.file.sha256
        assert second.signed_sha256 == first.file.sha256
        assert second.file.name == "programma, getekend.pdf"

    def test_tells_the_trail_how_and_what(self, digital, agreed, kampen):
        digital()

        line = Event.objects.order_by("-sequence")[0]
        assert (line.act, line.organisation_id) == ("consents.signed", kampen.organisation_id)
        assert line.payload == {"method": "pades", "digest": agreed.file.sha256}

    def test_keeps_no_key_and_no_passphrase(self, digital, of_kampen, settings):
        signature = digital()

        kept = [path.read_bytes() for path in settings.FILES_DIR.rglob("*") if path.is_file()]
        assert not any(of_kampen in content for content in kept)
        assert not any(PASSPHRASE.encode() in content for content in kept)
        assert PASSPHRASE not in str(Signature.objects.values().get(pk=signature.pk))

    def test_cannot_be_rewritten(self, digital):
        digital()

        with pytest.raises(IntegrityError), transaction.atomic():
            Signature.objects.update(subject="Iemand anders")

    def test_once_each(self, digital):
        digital()

        with pytest.raises(SigningError, match="Kampen tekende al op 24 november 2026"):
            digital()

    def test_not_for_another(self, digital, official_zwolle):
        with pytest.raises(MandateError, match="U werkt niet bij Kampen"):
            digital(by=official_zwolle)

    def test_not_with_a_mandate_that_ended_yesterday(self, digital, former_alderman):
        with pytest.raises(MandateError, match="eindigde op 23 november 2026"):
            digital(by=former_alderman)

    def test_not_before_the_party_agreed(self, digital, corporation, corporation_adviser):
        with pytest.raises(SigningError, match="staat op: gevraagd"):
            digital(by=corporation_adviser, organisation=corporation)

    def test_not_what_changed_since(self, digital, a_source):
        a_source.title = "Iets anders"
        a_source.save()

        with pytest.raises(ThingChangedError):
            digital()

    def test_a_wrong_passphrase_leaves_nothing(self, digital):
        with pytest.raises(CertificateError):
            digital(passphrase=PASSPHRASE.upper())

        assert not Signature.objects.exists()

    def test_after_it_the_party_does_not_answer_otherwise(
        self, digital, agreed, official_kampen, kampen, moment
    ):
        digital()

        with pytest.raises(AnswerError, match="tekende al"):
            answer(
                by=official_kampen,
                at=moment,
                request=agreed,
                organisation=kampen.organisation,
                given=Given("objection", reason="Toch niet."),
            )


@pytest.mark.django_db
class TestOtherWays:
    def test_paper_keeps_its_scan(self, agreed, official_kampen, kampen, moment, plain_pdf):
        scan = store(io.BytesIO(plain_pdf + b"\n"), name="scan.pdf", at=moment)

        signature = sign_on_paper(
            by=official_kampen,
            at=moment,
            request=agreed,
            organisation=kampen.organisation,
            scan=scan,
        )

        assert (signature.method, signature.file) == ("paper", scan)
        assert signature.signed_sha256 == agreed.file.sha256

    def test_paper_needs_a_picture(self, agreed, official_kampen, kampen, moment):
        text = store(io.BytesIO(b"Getekend, Kampen"), name="scan.txt", at=moment)

        with pytest.raises(SigningError, match="pdf of als afbeelding"):
            sign_on_paper(
                by=official_kampen,
                at=moment,
                request=agreed,
                organisation=kampen.organisation,
                scan=text,
            )

    def test_a_decision_binds_where_there_is_no_file(
        self, answered, request_of_region, official_kampen, kampen, moment
    ):
        answered()

        signature = sign_by_decision(
            by=official_kampen,
            at=moment,
            request=request_of_region,
            organisation=kampen.organisation,
            decided=Decided("Gemeenteraad", "Akkoord", date(2026, 11, 20)),
        )

        assert signature.decision.body == "Gemeenteraad"
        assert signature.signed_sha256 == request_of_region.thing_digest

    def test_without_a_pdf_nobody_signs_digitally(
        self, answered, request_of_region, official_kampen, kampen, of_kampen, moment
    ):
        answered()

        with pytest.raises(SigningError, match="geen pdf om te tekenen"):
            sign_digitally(
                by=official_kampen,
                at=moment,
                request=request_of_region,
                organisation=kampen.organisation,
                pkcs12=of_kampen,
                passphrase=PASSPHRASE,
            )
