"""What became of the signatures in a PDF; an edit afterwards breaks them."""

import io

import pikepdf
import pytest

from woonregie.foundation.consents import pades
from woonregie.foundation.consents.certificates import open_seal
from woonregie.foundation.consents.errors import (
    SignedFileError,
)
from woonregie.foundation.consents.pades import marks_in, sign
from woonregie.foundation.consents.tests.authority import (
    AT,
    PASSPHRASE,
    Authority,
    edited,
    signed_by,
)

pytestmark = pytest.mark.usefixtures("_day_of_signing")


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
