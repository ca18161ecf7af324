"""The pages of norms: everybody in the region reads, the administrator arranges."""

import re
from datetime import date
from decimal import Decimal

import pytest

from woonregie.foundation.accounts.models import Membership, Organisation, Role
from woonregie.foundation.norms.models import DefinitionProfile, Norm
from woonregie.foundation.norms.queries import classes_of, profile_named
from woonregie.foundation.norms.services import state_of
from woonregie.foundation.region.models import Region

pytestmark = pytest.mark.django_db
LIST = "/testregio/normen/"
NOT_ADMINISTRATORS = [
    "secretary",
    "official_kampen",
    "executive_kampen",
    "account_manager",
    "corporation_adviser",
    "tenants_representative",
    "market_expert",
    "guest",
    "reader",
    "theme_lead",
]


@pytest.fixture
def norm(a_source):
    return Norm.objects.create(
        key="hard-share",
        starts_on=date(2020, 1, 1),
        value=Decimal("1.3"),
        unit="share",
        label="Harde plannen",
        source=a_source,
        certainty="confirmed",
        checked_on=date(2026, 11, 1),
    )


@pytest.fixture
def desk(client_for, administrator):
    return client_for(administrator)


@pytest.fixture
def elsewhere(db):
    organisation = Organisation.objects.create(kind="region", name="Twente", slug="twente")
    return Region.objects.create(organisation=organisation, kind="housing")


def _filled(source, **values):
    return {
        "label": "Harde plannen",
        "value": "1,3",
        "upper_value": "",
        "starts_on": "2020-01-01",
        "ends_before": "",
        "source": str(source.pk),
        "certainty": "confirmed",
        "checked_on": "2026-11-01",
        **values,
    }


def _text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


class TestList:
    @pytest.mark.parametrize("name", [*NOT_ADMINISTRATORS, "administrator"])
    def test_is_for_everybody_in_the_region(self, name, norm, legal_hard, client_for, request):
        answer = client_for(request.getfixturevalue(name)).get(LIST)

        assert answer.status_code == 200
        html = _text(answer)
        for fact in ("Harde plannen", "130 %", "vanaf 1 januari 2020", "landelijk", "bevestigd"):
            assert fact in html, fact
        assert "1A 1B 2A 2B" in html

    def test_is_not_there_for_a_stranger(self, norm, stranger, region, client_for):
        assert client_for(stranger).get(LIST).status_code == 404

    def test_asks_a_passer_by_to_log_in(self, region, client):
        assert client.get(LIST)["Location"].startswith("/account/login/")

    def test_offers_changes_to_the_administrator_only(
        self, norm, legal_hard, desk, secretary, client_for
    ):
        addresses = [
            f"{LIST}nieuw/",
            f"{LIST}norm/{norm.pk}/",
            f"{LIST}definitie/legal-hard/",
        ]

        assert all(address in _text(desk.get(LIST)) for address in addresses)
        assert not any(address in _text(client_for(secretary).get(LIST)) for address in addresses)

    def test_shows_no_norm_of_another_region(self, norm, elsewhere, desk):
        Norm.objects.update(region=elsewhere)

        assert "Harde plannen" not in _text(desk.get(LIST))


class TestWhoMayChange:
    @pytest.fixture
    def addresses(self, norm, legal_hard):
        return [f"{LIST}nieuw/", f"{LIST}norm/{norm.pk}/", f"{LIST}definitie/legal-hard/"]

    @pytest.mark.parametrize("name", NOT_ADMINISTRATORS)
    def test_others_are_refused(self, name, addresses, a_source, client_for, request):
        browser = client_for(request.getfixturevalue(name))

        for address in addresses:
            assert browser.get(address).status_code == 403
            assert browser.post(address, _filled(a_source)).status_code == 403
        assert Norm.objects.count() == 1
        assert DefinitionProfile.objects.count() == 1

    def test_a_stranger_finds_nothing(self, addresses, stranger, region, client_for):
        for address in addresses:
            assert client_for(stranger).get(address).status_code == 404

    def test_the_administrator_of_another_region_is_refused(
        self, addresses, reader, elsewhere, client_for
    ):
        """She reads along in Kampen; what she arranges is Twente."""
        Membership.objects.create(
            account=reader,
            organisation=elsewhere.organisation,
            role=Role.ADMINISTRATOR,
            starts_on=date(2020, 1, 1),
        )

        for address in addresses:
            assert client_for(reader).get(address).status_code == 403

    def test_a_norm_of_another_region_is_not_there(self, norm, elsewhere, desk, a_source):
        Norm.objects.update(region=elsewhere)

        assert desk.get(f"{LIST}norm/{norm.pk}/").status_code == 404
        assert desk.post(f"{LIST}norm/{norm.pk}/", _filled(a_source)).status_code == 404

    def test_a_definition_of_another_region_is_not_there(self, legal_hard, elsewhere, desk):
        DefinitionProfile.objects.update(region=elsewhere)

        assert desk.get(f"{LIST}definitie/legal-hard/").status_code == 404


class TestAddNorm:
    def test_keeps_a_norm_with_a_new_key(self, desk, a_source, region):
        answer = desk.post(
            f"{LIST}nieuw/",
            _filled(
                a_source,
                known_key="",
                new_key="Middenhuur-max",
                new_unit="eur_month",
                scope="region",
                value="1.123,13",
                label="Middenhuur ten hoogste",
            ),
        )

        assert answer.status_code == 302
        norm = Norm.objects.get()
        assert (norm.key, norm.unit, norm.region) == ("middenhuur-max", "eur_month", region)
        assert (norm.value, norm.starts_on) == (Decimal("1123.13"), date(2020, 1, 1))
        assert "1.123,13 euro per maand" in _text(desk.get(LIST))

    def test_takes_the_unit_of_a_known_norm(self, norm, desk, a_source, region):
        answer = desk.post(
            f"{LIST}nieuw/",
            _filled(a_source, known_key="hard-share", scope="region", value="0,9"),
        )

        assert answer.status_code == 302
        own = Norm.objects.get(region=region)
        assert (own.key, own.unit, own.value) == ("hard-share", "share", Decimal("0.9"))

    def test_keeps_a_national_norm(self, desk, a_source):
        desk.post(
            f"{LIST}nieuw/",
            _filled(a_source, new_key="landelijk", new_unit="share", scope="nation"),
        )

        assert Norm.objects.get().region is None

    def test_a_deadline_needs_no_value(self, desk, a_source):
        answer = desk.post(
            f"{LIST}nieuw/",
            _filled(a_source, new_key="af", new_unit="deadline", scope="nation", value=""),
        )

        assert answer.status_code == 302
        assert Norm.objects.get().value == 1

    def test_offers_the_norms_that_there_are(self, norm, desk):
        assert '<option value="hard-share">Harde plannen</option>' in _text(
            desk.get(f"{LIST}nieuw/")
        )

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"known_key": ""}, "geef een sleutel voor een nieuwe"),
            ({"known_key": "", "new_key": "nieuw"}, "waarin de nieuwe norm telt"),
            ({"known_key": "", "new_key": "met spaties!", "new_unit": "share"}, "geldige"),
            ({"known_key": "", "new_key": "HARD-share", "new_unit": "eur"}, "is er al"),
            ({"known_key": "onbekend"}, "geldige keuze"),
            ({"new_key": "nog-een", "new_unit": "share"}, "koos al een bekende norm"),
            ({"value": ""}, "Vul een waarde in."),
            ({"value": "veel"}, "Vul een getal in"),
            ({"value": "1.300"}, "twee dingen betekenen"),
            ({"value": "12345678901,5"}, "cijfers"),
            ({"upper_value": "1,2"}, "hoger zijn dan de waarde"),
            ({"starts_on": ""}, "verplicht"),
            ({"starts_on": "30-02-2026"}, "Vul een datum in"),
            ({"ends_before": "2020-01-01"}, "na de begindag"),
            ({"source": ""}, "verplicht"),
            ({"source": "niets"}, "geen geldige"),
            ({"certainty": "zeker"}, "geldige keuze"),
            ({"label": "x" * 201}, "200"),
            ({"scope": "wereld"}, "geldige keuze"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_nothing(self, norm, desk, a_source, changes, said):
        filled = _filled(a_source, known_key="hard-share", scope="region")

        answer = desk.post(f"{LIST}nieuw/", {**filled, **changes})

        assert answer.status_code == 200
        errors = _text(answer).split('role="alert"', 1)[1].split("</ul>", 1)[0]
        assert said in errors
        assert Norm.objects.count() == 1

    def test_says_that_another_value_holds(self, norm, desk, a_source):
        answer = desk.post(
            f"{LIST}nieuw/", _filled(a_source, known_key="hard-share", scope="nation")
        )

        assert "geldt al een andere waarde" in _text(answer)
        assert Norm.objects.count() == 1

    def test_claims_no_certainty_by_itself(self, desk):
        html = _text(desk.get(f"{LIST}nieuw/"))

        assert '<option value="published" selected>' in html

    def test_an_empty_form_asks_for_everything(self, desk):
        answer = desk.post(f"{LIST}nieuw/", {})

        assert answer.status_code == 200
        assert _text(answer).count("verplicht") >= 4


class TestEditNorm:
    def _posted(self, desk, norm, source, **changes):
        filled = _filled(source, kind="change", base_version=state_of(norm))
        return desk.post(f"{LIST}norm/{norm.pk}/", {**filled, **changes})

    def test_shows_what_stands(self, norm, desk):
        html = _text(desk.get(f"{LIST}norm/{norm.pk}/"))

        assert 'value="1,3"' in html
        assert 'value="2020-01-01"' in html
        assert "<h1" in html
        assert "Harde plannen</h1>" in html

    def test_a_new_value_begins_on_its_day(self, norm, desk, a_source):
        answer = self._posted(desk, norm, a_source, value="1,2", starts_on="2027-01-01")

        assert answer.status_code == 302
        rows = Norm.objects.order_by("starts_on")
        assert [(row.value, row.ends_before) for row in rows] == [
            (Decimal("1.3"), date(2027, 1, 1)),
            (Decimal("1.2"), None),
        ]

    def test_a_correction_mends_the_row(self, norm, desk, a_source):
        answer = self._posted(desk, norm, a_source, value="1,2", kind="correction")

        assert answer.status_code == 302
        assert Norm.objects.get().value == Decimal("1.2")

    def test_a_correction_may_close_a_norm(self, norm, desk, a_source):
        self._posted(desk, norm, a_source, kind="correction", ends_before="2027-01-01")

        assert Norm.objects.get().ends_before == date(2027, 1, 1)

    def test_the_history_can_be_read_by_the_administrator(self, norm, desk, a_source):
        self._posted(desk, norm, a_source, value="1,2", kind="correction")

        html = _text(desk.get("/testregio/logboek/"))

        assert "verbeterde een norm" in html
        assert "waarde: 1.2" in html
        assert "waarde was: 1.3" in html

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({}, "begint later dan 1 januari 2020"),
            ({"starts_on": "2019-01-01"}, "begint later dan 1 januari 2020"),
            ({"value": ""}, "Vul een waarde in."),
            ({"kind": ""}, "verplicht"),
            ({"kind": "correction", "ends_before": "2019-01-01"}, "na de begindag"),
            ({"base_version": "x", "starts_on": "2027-01-01"}, "Iemand anders"),
            ({"base_version": ""}, "verplicht"),
        ],
    )
    def test_says_what_is_wrong_and_changes_nothing(self, norm, desk, a_source, changes, said):
        answer = self._posted(desk, norm, a_source, **changes)

        assert answer.status_code == 200
        assert said in _text(answer)
        [kept] = Norm.objects.all()
        assert (kept.value, kept.ends_before) == (Decimal("1.3"), None)

    def test_two_administrators_at_once_do_not_undo_each_other(self, norm, desk, a_source):
        seen = state_of(norm)
        self._posted(desk, norm, a_source, value="1,2", kind="correction")

        answer = self._posted(
            desk, norm, a_source, value="1,1", kind="correction", base_version=seen
        )

        assert "Iemand anders wijzigde deze norm" in _text(answer)
        assert Norm.objects.get().value == Decimal("1.2")

    def test_one_that_is_not_there(self, desk, a_source):
        missing = f"{LIST}norm/{a_source.pk}/"

        assert desk.get(missing).status_code == 404


class TestEditProfile:
    ADDRESS = f"{LIST}definitie/legal-hard/"

    def _posted(self, desk, profile, **changes):
        filled = {
            "title": profile.title,
            "explanation": profile.explanation,
            "unphased": "count",
            "horizon_years": "10",
            "source": str(profile.source_id),
            "certainty": "confirmed",
            "checked_on": "2026-11-01",
            "base_version": "1",
            **{f"status_{status}": found for status, found in classes_of(profile).items()},
        }
        return desk.post(self.ADDRESS, {**filled, **changes})

    def test_saves_a_new_version_and_keeps_the_old_one(self, legal_hard, desk):
        DefinitionProfile.objects.update(basis="gross", ends_before=date(2030, 1, 1))

        answer = self._posted(desk, legal_hard, status_3="hard", horizon_years="5")

        assert answer.status_code == 302
        newest = profile_named("legal-hard")
        assert (newest.version, newest.horizon_years) == (2, 5)
        assert (newest.basis, newest.ends_before) == ("gross", date(2030, 1, 1))
        assert classes_of(newest)["3"] == "hard"
        assert classes_of(profile_named("legal-hard", version=1))["3"] == "soft"
        assert "versie 2" in _text(desk.get(LIST))

    def test_the_same_again_makes_no_version(self, legal_hard, desk):
        assert self._posted(desk, legal_hard).status_code == 302

        assert DefinitionProfile.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"title": ""}, "verplicht"),
            ({"horizon_years": "0"}, "1"),
            ({"horizon_years": "51"}, "50"),
            ({"horizon_years": "tien"}, "heel getal"),
            ({"status_1A": "keihard"}, "geldige keuze"),
            ({"status_1A": ""}, "verplicht"),
            ({"unphased": "misschien"}, "geldige keuze"),
            ({"base_version": "7"}, "Iemand anders bewaarde versie 1"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_nothing(self, legal_hard, desk, changes, said):
        answer = self._posted(desk, legal_hard, **changes)

        assert answer.status_code == 200
        assert said in _text(answer).split('role="alert"', 1)[1].split("</ul>", 1)[0]
        assert DefinitionProfile.objects.count() == 1

    def test_one_that_is_not_there(self, desk):
        assert desk.get(f"{LIST}definitie/bestaat-niet/").status_code == 404
