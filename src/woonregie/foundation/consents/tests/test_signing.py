"""Parties sign one after the other; an edit afterwards breaks what was signed."""

import io
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest
import time_machine
from asn1crypto.pkcs12 import Pfx
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from pyhanko.pdf_utils.generic import ArrayObject, NameObject, NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from woonregie.foundation.audit.models import Event
from woonregie.foundation.consents import pades
from woonregie.foundation.consents.certificates import MOST_BYTES, described, open_seal
from woonregie.foundation.consents.errors import (
    AnswerError,
    CertificateError,
    MandateError,
    SignedFileError,
    SigningError,
    ThingChangedError,
)
from woonregie.foundation.consents.models import Signature, TrustRoot
from woonregie.foundation.consents.pades import marks_in, sign
from woonregie.foundation.consents.queries import verified_request
from woonregie.foundation.consents.services import (
    Decided,
    Given,
    answer,
    end_trust,
    sign_by_decision,
    sign_digitally,
    sign_on_paper,
    trust,
)
from woonregie.foundation.consents.tests.authority import FROM, PASSPHRASE, UNTIL, Authority
from woonregie.foundation.files.services import path_of, store
from woonregie.foundation.pages.errors import ForbiddenError

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority():
    return Authority()


@pytest.fixture(scope="module")
def of_kampen(authority):
    return authority.pkcs12("Gemeente Kampen")


@pytest.fixture(scope="module")
def plain_pdf():
    made = io.BytesIO()
    with pikepdf.new() as book:
        book.add_blank_page()
        book.docinfo["/Title"] = "Regionaal bouwprogramma"
        book.save(made)
    return made.getvalue()


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(AT, tick=False):
        yield


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


class TestMarks:
    def test_of_three_who_signed_in_turn_all_hold(self, plain_pdf, authority):
        pdf = signed_by(plain_pdf, authority, "Kampen", "Zwolle", "Raalte")

        marks = marks_in(pdf, roots=[authority.der], at=AT)

        assert [mark.signer for mark in marks] == ["Kampen", "Zwolle", "Raalte"]
        assert all(mark.holds and mark.trusted for mark in marks)
        assert {mark.signed_at for mark in marks} == {AT}
        assert marks[0].text.startswith("Klopt: niet gewijzigd")

    def test_of_an_unknown_issuer_hold_without_trust(self, plain_pdf, authority):
        pdf = signed_by(plain_pdf, authority, "Kampen")

        [mark] = marks_in(pdf, roots=[Authority("Een ander").der], at=AT)

        assert mark.holds
        assert not mark.trusted
        assert "Wij kennen de uitgever" in mark.text

    def test_of_an_issuer_that_only_has_the_same_name_are_not_trusted(self, plain_pdf, authority):
        pdf = signed_by(plain_pdf, authority, "Kampen")

        [mark] = marks_in(pdf, roots=[Authority().der], at=AT)

        assert not mark.trusted

    def test_are_broken_when_a_signed_byte_changed(self, plain_pdf, authority):
        pdf = bytearray(signed_by(plain_pdf, authority, "Kampen"))
        at = pdf.find(b"bouwprogramma") if b"bouwprogramma" in pdf else pdf.find(b"MediaBox") + 12
        pdf[at] = pdf[at] + 1

        [mark] = marks_in(bytes(pdf), roots=[authority.der], at=AT)

        assert not mark.intact
        assert mark.text == (
            "Klopt niet: het bestand is gewijzigd na het tekenen. Deze handtekening is gebroken."
        )

    def test_tell_of_an_edit_behind_them(self, plain_pdf, authority):
        pdf = edited(signed_by(plain_pdf, authority, "Kampen"))

        [mark] = marks_in(pdf, roots=[authority.der], at=AT)

        assert mark.intact
        assert mark.changed_after
        assert not mark.holds
        assert "is het bestand gewijzigd" in mark.text

    def test_tell_of_an_edit_between_two(self, plain_pdf, authority):
        pdf = signed_by(edited(signed_by(plain_pdf, authority, "Kampen")), authority, "Zwolle")

        first, second = marks_in(pdf, roots=[authority.der], at=AT)

        assert not first.holds
        assert second.holds

    def test_there_are_none_in_a_plain_file(self, plain_pdf):
        assert marks_in(plain_pdf, roots=[], at=AT) == []

    @pytest.mark.parametrize(
        ("file", "told"),
        [
            (b"", "geen pdf"),
            (b"PK\x03\x04", "geen pdf"),
            (b"%PDF-1.7\nen verder niets", "beschadigd"),
            (b"%PDF-1.7\n" + b"[" * 100_000, "beschadigd"),
            (b"%PDF-1.7\nstartxref\n9\n%%EOF", "beschadigd"),
            (b"%PDF-1.7\n" + b"0" * pades.MOST_BYTES, "te groot: hoogstens 20 MB"),
        ],
    )
    def test_a_broken_or_huge_file_is_told_in_words(self, file, told, of_kampen):
        with pytest.raises(SignedFileError, match=told):
            marks_in(file, roots=[], at=AT)
        with pytest.raises(SignedFileError):
            sign(file, open_seal(of_kampen, PASSPHRASE, at=AT), field="H", reason="")

    def test_of_a_file_that_was_cut_off_are_not_taken_for_whole(self, plain_pdf, authority):
        pdf = signed_by(plain_pdf, authority, "Kampen", "Zwolle")

        for part in (pdf[: len(pdf) * 2 // 3], pdf[:-40]):
            try:
                marks = marks_in(part, roots=[authority.der], at=AT)
            except SignedFileError:
                continue
            assert len(marks) < 2 or not all(mark.holds for mark in marks)

    def test_a_locked_file_is_told(self, plain_pdf, of_kampen):
        made = io.BytesIO()
        with pikepdf.open(io.BytesIO(plain_pdf)) as book:
            book.save(made, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))

        with pytest.raises(SignedFileError, match="beveiligd"):
            sign(
                made.getvalue(),
                open_seal(of_kampen, PASSPHRASE, at=AT),
                field="H",
                reason="",
            )


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


@pytest.fixture
def laid(asked, plain_pdf, moment):
    """Return a question with a PDF to sign."""
    file = store(io.BytesIO(plain_pdf), name="programma.pdf", at=moment)
    return asked(file=file)


@pytest.fixture
def agreed(laid, kampen, zwolle, official_kampen, official_zwolle, moment):
    """Return the question with a PDF; Kampen and Zwolle agreed, the corporation has yet to."""
    for by, place in ((official_kampen, kampen), (official_zwolle, zwolle)):
        answer(
            by=by,
            at=moment,
            request=laid,
            organisation=place.organisation,
            given=Given("agreed"),
        )
    return laid


@pytest.fixture
def digital(agreed, official_kampen, kampen, of_kampen, moment):
    """Return a function that signs with a certificate; as Kampen unless told otherwise."""

    def do(
        *,
        by=official_kampen,
        organisation=kampen.organisation,
        pkcs12=of_kampen,
        passphrase=PASSPHRASE,
        at=moment,
    ):
        return sign_digitally(
            by=by,
            at=at,
            request=agreed,
            organisation=organisation,
            pkcs12=pkcs12,
            passphrase=passphrase,
        )

    return do


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
