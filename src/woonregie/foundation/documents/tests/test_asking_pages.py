"""The pages on which remarks are asked until a day, and an edition points to its decision."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from woonregie.foundation.documents.models import Remark
from woonregie.foundation.documents.queries import latest
from woonregie.foundation.documents.services import withdraw

PAGE = "/testregio/documenten/KAM-2027/"
ADOPT = f"{PAGE}vaststellen/"


@pytest.fixture
def hers(client_for, official_kampen):
    return client_for(official_kampen)


@pytest.fixture
def asking(agreement, moment):
    """Return the agreement, on which remarks are asked for a week."""
    agreement.remarks_until = timezone.localdate() + timedelta(days=7)
    agreement.remarks_asked_at = moment
    agreement.save()
    return agreement


@pytest.fixture
def decision(kampen):
    """Return a decision of Kampen that only its own people read."""
    model = apps.get_model("consents", "Decision")
    return model.objects.create(
        organisation=kampen.organisation,
        body="gemeenteraad",
        title="Afspraken 2027",
        decided_on=timezone.localdate(),
    )


def _text(answer):
    return answer.content.decode()


class TestRemarksUntil:
    def test_is_told_with_who_reacted(self, asking, hers):
        page = _text(hers.get(PAGE))

        assert "Opmerkingen tot en met" in page
        assert page.count("nog niet") == 3
        assert "Kampen heeft geen opmerkingen" in page

    def test_is_not_told_when_nothing_is_asked(self, agreement, hers):
        assert "Opmerkingen tot en met" not in _text(hers.get(PAGE))

    def test_none_is_kept_once_and_for_her_own_party(self, asking, hers, kampen, corporation):
        where = f"{PAGE}geen-opmerkingen/"
        for party in (kampen.organisation, kampen.organisation, corporation):
            hers.post(where, {"organisation": str(party.pk)})

        kept = Remark.objects.get()
        assert (kept.organisation, kept.target_id) == (kampen.organisation, asking.pk)
        assert kept.text == "Geen opmerkingen."
        assert "Kampen heeft geen opmerkingen" not in _text(hers.get(PAGE))

    def test_none_is_not_kept_when_nothing_is_asked(self, agreement, hers, kampen):
        hers.post(f"{PAGE}geen-opmerkingen/", {"organisation": str(kampen.organisation.pk)})

        assert not Remark.objects.exists()

    def test_is_changed_by_who_decides(self, agreement, hers, kampen):
        day = timezone.localdate() + timedelta(days=14)
        hers.post(
            f"{PAGE}wijzigen/",
            {
                "title": agreement.title,
                "reach": "parties",
                "parties": [str(kampen.organisation.pk)],
                "remarks_until": day.strftime("%d-%m-%Y"),
                "base_version": agreement.version,
            },
        )

        agreement.refresh_from_db()
        assert agreement.remarks_until == day


class TestAMergedParty:
    def test_stays_when_its_form_cannot_offer_it(
        self, agreement, kampen_merged, zwolle, corporation, secretary, client_for
    ):
        answer = client_for(secretary).post(
            f"{PAGE}wijzigen/",
            {
                "title": "Prestatieafspraken Kampen",
                "reach": "parties",
                "parties": [str(corporation.pk), str(zwolle.organisation.pk)],
                "base_version": agreement.version,
            },
        )

        assert answer.status_code == 302
        names = {str(party) for party in agreement.parties.all()}
        assert names == {"Kampen", "Zwolle", "Corporatie de IJssel"}

    def test_is_withdrawn_for_by_the_one_it_went_up_in(
        self, agreement, ask, official_zwolle, moment, request
    ):
        proposal = ask(agreement, "replace", "1.1", text="De corporatie bouwt 220 woningen.")
        request.getfixturevalue("kampen_merged")

        withdraw(by=official_zwolle, at=moment, proposal=proposal)

        proposal.refresh_from_db()
        assert proposal.outcome == "withdrawn"


class TestDecision:
    def _adopt(self, hers, decision):
        return hers.post(
            ADOPT,
            {"starts_on": "01-01-2027", "decided": "Raad", "decision": f"besluiten:{decision.pk}"},
        )

    def test_is_chosen_from_those_she_reads(
        self, agreement, decision, hers, client_for, secretary
    ):
        assert f"besluiten:{decision.pk}" in _text(hers.get(ADOPT))

    def test_that_the_address_names_is_chosen_already(self, agreement, decision, hers):
        page = _text(hers.get(f"{ADOPT}?besluit=besluiten:{decision.pk}"))

        assert f'value="besluiten:{decision.pk}" selected' in page

    @pytest.mark.parametrize("name", ["besluiten:", "x", ":1", "besluiten:nee", "plannen:²"])
    def test_that_is_none_is_left_out(self, agreement, hers, name):
        assert hers.get(f"{ADOPT}?besluit={name}").status_code == 200

    def test_stands_on_the_page_of_the_edition(self, agreement, decision, hers):
        self._adopt(hers, decision)

        page = _text(hers.get(PAGE))
        assert latest(agreement).decision_id == decision.pk
        assert f"/testregio/besluiten/{decision.pk}/" in page
        assert "Afspraken 2027</a>" in page

    def test_does_not_stand_there_for_who_may_not_read_it(
        self, agreement, decision, hers, client_for, corporation_adviser
    ):
        self._adopt(hers, decision)

        client = client_for(corporation_adviser)
        page = _text(client.get(PAGE))
        told = _text(client.get("/api/v1/documenten/KAM-2027?regio=testregio"))
        assert "Raad" in page
        assert "Raad" in told
        assert str(decision.pk) not in page + told
