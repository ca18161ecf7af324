"""One click shows where a figure comes from, to whoever may know."""

import io
from datetime import date

import pytest
from django.template import Context, Template

from woonregie.foundation.files.services import store
from woonregie.foundation.sources import reserved as registry
from woonregie.foundation.sources.models import Certainty, Source
from woonregie.foundation.sources.queries import public_sources, visible_sources
from woonregie.foundation.sources.reserved import Reserved, reserve

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
EVERYBODY = [
    "secretary",
    "official_zwolle",
    "executive_kampen",
    "account_manager",
    "corporation_adviser",
    "tenants_representative",
    "market_expert",
    "guest",
    "reader",
    "theme_lead",
    "administrator",
    "stranger",
]


@pytest.fixture
def listed(a_source, moment, settings, tmp_path):
    """Return a source of which everything is known."""
    settings.FILES_DIR = tmp_path
    a_source.file = store(io.BytesIO(b"naam;woningen\n"), name="monitor.csv", at=moment)
    a_source.retrieved_on = date(2026, 11, 1)
    a_source.url = "https://www.overijssel.example/monitor"
    a_source.note = "Tel de regels na.\nZij kloppen."
    a_source.certainty = Certainty.SECONDARY
    a_source.save()
    return a_source


@pytest.fixture
def for_the_secretary_only(a_source, secretary):
    """Keep the source from everybody but the secretary."""
    own = Source.objects.filter(pk=a_source.pk).values("pk")
    kind = Reserved(
        "toets", lambda: own, lambda account, _on: own if account == secretary else own.none()
    )
    reserve(kind)
    yield a_source
    del registry._RESERVED[kind.name]


class TestPage:
    def test_shows_all_that_is_known(self, listed, client_for, official_kampen):
        html = client_for(official_kampen).get(f"/bronnen/{listed.key}/").content.decode()

        for fact in (
            "Provincie Overijssel",
            "Monitor plancapaciteit",
            "Bijlage 1",
            "1 januari 2021",
            "1 november 2026",
            "CC0",
            "uit de tweede hand",
            "https://www.overijssel.example/monitor",
            listed.file.sha256,
            "Tel de regels na.<br>Zij kloppen.",
        ):
            assert fact in html, fact

    @pytest.mark.parametrize("name", EVERYBODY)
    def test_is_for_everybody_who_logs_in(self, name, a_source, request, client_for):
        account = request.getfixturevalue(name)

        assert client_for(account).get(f"/bronnen/{a_source.key}/").status_code == 200

    def test_asks_a_passer_by_to_log_in(self, a_source, client):
        answer = client.get(f"/bronnen/{a_source.key}/")

        assert answer.status_code == 302
        assert answer["Location"] == f"/account/login/?next=/bronnen/{a_source.key}/"

    def test_of_no_source_is_not_there(self, client_for, secretary):
        assert client_for(secretary).get("/bronnen/bestaat-niet/").status_code == 404

    def test_says_when_the_figures_are_no_facts(self, a_source, client_for, secretary):
        Source.objects.update(kind="derived")

        html = client_for(secretary).get(f"/bronnen/{a_source.key}/").content.decode()

        assert "afgeleid voorbeeld" in html

    def test_takes_no_markup_from_a_title(self, a_source, client_for, secretary):
        Source.objects.update(title="<script>alert(1)</script>", note="<b>vet</b>")

        html = client_for(secretary).get(f"/bronnen/{a_source.key}/").content.decode()

        assert "<script>alert" not in html
        assert "<b>vet" not in html

    def test_of_a_reserved_source_is_there_for_whoever_may(
        self, for_the_secretary_only, client_for, secretary
    ):
        answer = client_for(secretary).get(f"/bronnen/{for_the_secretary_only.key}/")

        assert answer.status_code == 200

    def test_of_a_reserved_source_is_not_there_for_others(
        self, for_the_secretary_only, client_for, official_kampen
    ):
        answer = client_for(official_kampen).get(f"/bronnen/{for_the_secretary_only.key}/")

        assert answer.status_code == 404
        assert "Monitor" not in answer.content.decode()


class TestQueries:
    def test_visible_leaves_a_reserved_source_out(
        self, for_the_secretary_only, secretary, official_kampen
    ):
        open_source = Source.objects.create(key="cbs", publisher="CBS", title="StatLine")

        assert set(visible_sources(secretary, on=TODAY)) == {for_the_secretary_only, open_source}
        assert set(visible_sources(official_kampen, on=TODAY)) == {open_source}

    def test_public_leaves_it_out_for_everybody(self, for_the_secretary_only):
        open_source = Source.objects.create(key="cbs", publisher="CBS", title="StatLine")

        assert set(public_sources()) == {open_source}


class TestTag:
    def _shown(self, source):
        return Template("{% load house %}{% source source %}").render(Context({"source": source}))

    def test_opens_the_facts_in_one_click(self, listed):
        html = self._shown(listed)

        assert html.index("<details") < html.index("<summary>") < html.index("Bijlage 1")
        for fact in ("Provincie Overijssel, 2021", "Monitor plancapaciteit", "CC0"):
            assert fact in html, fact
        assert f'href="/bronnen/{listed.key}/"' in html

    def test_shows_nothing_without_a_source(self):
        assert self._shown(None).strip() == ""
