"""The pages on which a file is laid beside a document and becomes a proposal."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from woonregie.foundation.documents.matching import fingerprint
from woonregie.foundation.documents.models import ChangeProposal
from woonregie.foundation.documents.queries import contents, latest
from woonregie.foundation.documents.tests.test_matching import SAME

WHERE = "/testregio/documenten/KAM-2027/inlezen/"


class TestPages:
    def _hand_in(self, hers, text):
        upload = SimpleUploadedFile("afspraken.txt", text.encode())
        return hers.post(WHERE, {"file": upload})["Location"]

    @pytest.fixture
    def hers(self, agreement, client_for, official_kampen, settings, tmp_path):
        settings.FILES_DIR = tmp_path / "files"
        return client_for(official_kampen)

    def test_show_what_changed_and_ask_what_is_not_sure(self, hers):
        where = self._hand_in(hers, SAME.replace("100", "220") + "1.3 Iets nieuws.")

        page = hers.get(where).content.decode()

        assert "4 gelijk, 1 gewijzigd, 1 nieuw, 0 niet in het bestand." in page
        assert "</span>220 </ins>" in page
        assert "**" not in page.partition("<textarea")[0]

    def test_take_a_correction(self, hers):
        where = self._hand_in(hers, SAME.replace("100", "220"))

        hers.post(where, {"wat": "kiezen", "versie": "1", "bij-1.1": ""})

        page = hers.get(where).content.decode()
        assert "4 gelijk, 0 gewijzigd, 1 nieuw, 1 niet in het bestand." in page

    def test_take_a_text_that_was_read_wrongly(self, hers):
        where = self._hand_in(hers, SAME.replace("100", "220"))

        hers.post(where, {"wat": "verbeteren", "versie": "1", "text": SAME})

        assert "5 gelijk, 0 gewijzigd" in hers.get(where).content.decode()

    def test_tell_a_party_that_is_not_hers(self, hers, agreement, corporation):
        where = self._hand_in(hers, SAME.replace("100", "220"))

        answer = hers.post(
            where,
            {
                "wat": "voorstellen",
                "version": "1",
                "seen": fingerprint(contents(latest(agreement))),
                "organisation": str(corporation.pk),
            },
        )

        assert answer.status_code == 200
        assert not ChangeProposal.objects.exists()

    def test_lead_to_the_proposal_once_it_is_made(self, hers, agreement, kampen):
        where = self._hand_in(hers, SAME.replace("100", "220"))

        answer = hers.post(
            where,
            {
                "wat": "voorstellen",
                "version": "1",
                "seen": fingerprint(contents(latest(agreement))),
                "organisation": str(kampen.organisation.pk),
                "remove": "",
            },
        )

        made = ChangeProposal.objects.get()
        assert answer["Location"].endswith(f"/voorstel/{made.pk}/")
        assert hers.get(where)["Location"] == answer["Location"]
        assert made.ops.get().note == "afspraken.txt"

    def test_are_not_there_for_another_nor_without_the_work(
        self, hers, client_for, corporation_adviser, official_zwolle
    ):
        where = self._hand_in(hers, SAME)

        assert client_for(corporation_adviser).get(where).status_code == 404
        assert client_for(official_zwolle).get(WHERE).status_code == 404
        assert hers.get(where.replace("KAM-2027/", "")).status_code == 404

    def test_refuse_who_only_reads(self, agreement, client_for, reader):
        agreement.reach = "region"
        agreement.save()

        assert client_for(reader).get(WHERE).status_code == 403
