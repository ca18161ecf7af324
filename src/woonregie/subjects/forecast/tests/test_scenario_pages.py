"""Pages and files of scenarios: what they say, what they mark, and from whom they are hidden."""

import io
import re
from html import unescape
from importlib import import_module
from uuid import uuid4

import pypdf
import pytest
import python_calamine
import time_machine

from woonregie.foundation.runs.executor import Here
from woonregie.foundation.runs.models import Job, JobState
from woonregie.subjects.forecast.ensembles import TRAJECTORIES, fan_of, question_of, work_out
from woonregie.subjects.forecast.models import RegionReference
from woonregie.subjects.forecast.queries import scenario_choices, visible_scenarios
from woonregie.subjects.forecast.queries import scenarios as queries
from woonregie.subjects.forecast.services import save_scenario, share_scenario, withdraw_scenario
from woonregie.subjects.forecast.tests.factories import AT, save, turned

pytestmark = pytest.mark.django_db
BASE = "/testregio/prognoses/scenarios/"
FILES = ("prognose.csv", "prognose.xlsx", "prognose.pdf")


@pytest.fixture(autouse=True)
def _now(settings, tmp_path):
    settings.RESULTS_DIR = tmp_path / "results"
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def plain(start, kampen):
    return save(start, kampen.organisation, name="Doorgaande trend")


@pytest.fixture
def wild(start, kampen):
    levers = turned(immigratie=300)
    return save(start, kampen.organisation, name="Drie keer zoveel", levers=levers)


@pytest.fixture
def few(monkeypatch):
    """Let fans have forty trajectories; more say no more here."""
    for function in (fan_of, question_of):
        monkeypatch.setitem(function.__kwdefaults__, "trajectories", 40)


def simulated(scenario):
    work_out(question_of(scenario), Here(2), lambda _done: None, at=AT)


@pytest.fixture
def visitor(client_for, official_kampen):
    return client_for(official_kampen)


def shown(visitor, path, status=200):
    answer = visitor.get(f"{BASE}{path}")
    assert answer.status_code == status
    return answer.content.decode()


class TestTheList:
    def test_says_whose_from_where_and_what_was_turned(self, visitor, wild):
        html = shown(visitor, "")

        assert "Drie keer zoveel" in html
        assert "Van Kampen" in html
        assert "Uitgangspunt 2026" in html
        assert "Immigratie: 300" in html
        assert "alleen Kampen" in html
        assert "buiten aannemelijk" in html

    def test_goes_on_on_a_next_page(self, visitor, plain, wild, monkeypatch):
        lists = import_module("woonregie.subjects.forecast.views.scenarios")
        monkeypatch.setattr(lists, "SIZE", 1)

        first = shown(visitor, "")
        (onward,) = re.findall(r'rel="next" href="([^"]+)"', first)
        second = shown(visitor, unescape(onward))

        names = ("Drie keer zoveel</a>", "Doorgaande trend</a>")
        assert [[name in page for name in names] for page in (first, second)] == [
            [True, False],
            [False, True],
        ]
        assert "2 scenario's die u mag lezen" in unescape(second)

    def test_of_nothing_says_how_to_begin(self, visitor, region):
        assert "Er is nog geen scenario dat u mag lezen" in shown(visitor, "")

    def test_has_what_was_shared_and_nothing_else_of_others(
        self, client_for, official_zwolle, plain, wild
    ):
        share_scenario(by=None, at=AT, scenario=plain)

        html = shown(client_for(official_zwolle), "")

        assert "Doorgaande trend" in html
        assert "Drie keer zoveel" not in html


class TestTheRecord:
    def test_says_what_comes_of_it(self, visitor, plain):
        html = shown(visitor, f"{plain.pk}/?jaar=2030")

        assert "Huishoudens in 2030" in html
        assert "Jaren vooruit" in html
        assert "Waaier uitrekenen" in html

    def test_marks_what_is_not_plausible(self, visitor, wild):
        html = shown(visitor, f"{wild.pk}/")

        assert "buiten wat aannemelijk is" in html
        assert "Immigratie staat op 300" in html

    def test_is_of_a_municipality_when_asked(self, visitor, plain):
        assert "Kampen telt in 2030" in shown(visitor, f"{plain.pk}/?gemeente=GM0166&jaar=2030")

    @pytest.mark.parametrize("query", ["?gemeente=GM9999", "?jaar=9999", "?jaar=x", "?jaar=²"])
    def test_passes_over_what_cannot_be_chosen(self, visitor, plain, query):
        shown(visitor, f"{plain.pk}/{query}")

    def test_gives_the_numbers_behind_a_picture(self, visitor, plain, monkeypatch):
        # Those of the causes cost several forecasts: no other file waits for them.
        views = import_module("woonregie.subjects.forecast.views.scenarios")
        monkeypatch.setattr(views, "causes_of", None)

        answer = visitor.get(f"{BASE}{plain.pk}/?csv=woningen")

        assert answer["Content-Type"].startswith("text/csv")

    @pytest.mark.usefixtures("few")
    def test_shows_the_fan_once_it_is_there(self, visitor, plain):
        simulated(plain)

        html = shown(visitor, f"{plain.pk}/?jaar=2030")

        assert "telt in 2030 waarschijnlijk" in html
        assert "De kans dat de harde plannen" in html
        assert "Waaier uitrekenen" not in html

    def test_shows_what_replaced_it(self, visitor, plain, start, kampen, region):
        newer = save_scenario(
            by=None,
            at=AT,
            region=region,
            organisation=kampen.organisation,
            starting_point=start,
            name="Nieuwer",
            levers=turned(immigratie=110),
            replaces=plain,
        )

        assert "Nieuwer" in shown(visitor, f"{plain.pk}/")
        assert "Doorgaande trend" in shown(visitor, f"{newer.pk}/")

    @pytest.mark.parametrize("name", ["official_zwolle", "corporation_adviser", "secretary"])
    def test_is_hidden_from_others_until_it_is_shared(self, name, plain, client_for, request):
        other = client_for(request.getfixturevalue(name))

        for path in ("", *FILES):
            assert other.get(f"{BASE}{plain.pk}/{path}").status_code == 404
        for act in ("waaier", "delen", "intrekken"):
            assert other.post(f"{BASE}{plain.pk}/{act}/").status_code == 404
        assert other.get(f"{BASE}vergelijken/?een={plain.pk}").status_code == 404
        assert not Job.objects.exists()

    def test_that_never_was_answers_alike(self, visitor, region):
        shown(visitor, f"{uuid4()}/", status=404)

    def test_withdrawn_is_hidden_again(self, plain, client_for, official_zwolle):
        share_scenario(by=None, at=AT, scenario=plain)
        other = client_for(official_zwolle)
        shown(other, f"{plain.pk}/")

        withdraw_scenario(by=None, at=AT, scenario=plain)

        shown(other, f"{plain.pk}/", status=404)


class TestActs:
    def test_share(self, visitor, plain):
        visitor.post(f"{BASE}{plain.pk}/delen/")

        plain.refresh_from_db()
        assert plain.shared_at == AT

    def test_share_twice_is_told(self, visitor, plain):
        visitor.post(f"{BASE}{plain.pk}/delen/")

        answer = visitor.post(f"{BASE}{plain.pk}/delen/", follow=True)

        assert "al met de regio gedeeld" in answer.content.decode()

    def test_withdraw(self, visitor, plain):
        visitor.post(f"{BASE}{plain.pk}/intrekken/")

        plain.refresh_from_db()
        assert plain.withdrawn_at == AT

    def test_who_does_not_speak_for_the_owner_may_not(self, plain, client_for, official_zwolle):
        share_scenario(by=None, at=AT, scenario=plain)
        other = client_for(official_zwolle)

        assert other.post(f"{BASE}{plain.pk}/intrekken/").status_code == 403
        assert "Intrekken" not in shown(other, f"{plain.pk}/")

    def test_a_get_does_nothing(self, visitor, plain):
        for act in ("waaier", "delen", "intrekken"):
            assert visitor.get(f"{BASE}{plain.pk}/{act}/").status_code == 405

    def test_the_fan_is_started_and_followed(self, visitor, plain):
        answer = visitor.post(f"{BASE}{plain.pk}/waaier/")

        job = Job.objects.get()
        assert answer["Location"] == f"{BASE}{plain.pk}/#waaier"
        assert job.parameters["scenario"] == str(plain.pk)
        page = shown(visitor, f"{plain.pk}/")
        assert f'hx-get="/taken/{job.pk}/"' in page
        assert '<progress id="voortgang-balk"' in page

    @pytest.mark.parametrize("state", [JobState.REFUSED, JobState.FAILED])
    def test_a_fan_that_did_not_come_says_why(self, visitor, plain, state):
        visitor.post(f"{BASE}{plain.pk}/waaier/")
        Job.objects.update(state=state, message="De rekencluster antwoordt niet.")

        page = shown(visitor, f"{plain.pk}/")

        assert "De rekencluster antwoordt niet." in page
        assert "Waaier uitrekenen" in page

    def test_a_fan_has_a_thousand_trajectories(self):
        assert TRAJECTORIES == 1000


class TestAdopt:
    GIVEN = {
        "body": "portefeuillehoudersoverleg",
        "title": "Vaststelling prognose",
        "decided_on": "2026-11-20",
        "number": "2026-12",
        "reason": "",
    }

    @pytest.fixture
    def office(self, client_for, secretary):
        return client_for(secretary)

    def post(self, office, scenario, **changed):
        return office.post(f"{BASE}{scenario.pk}/vaststellen/", {**self.GIVEN, **changed})

    def test_makes_it_the_reference(self, office, plain, region):
        share_scenario(by=None, at=AT, scenario=plain)
        assert "Vaststellen als referentie" in shown(office, f"{plain.pk}/")

        answer = self.post(office, plain)

        assert answer.status_code == 302
        reference = RegionReference.objects.get(region=region)
        assert reference.decision.number == "2026-12"
        html = shown(office, f"{plain.pk}/")
        assert "referentie van de regio sinds 20 november 2026" in html
        assert "Vaststellen als referentie" not in html

    @pytest.mark.usefixtures("few")
    def test_takes_the_band_of_a_fan_with_it(self, office, plain):
        share_scenario(by=None, at=AT, scenario=plain)
        simulated(plain)

        self.post(office, plain)

        vintage = RegionReference.objects.get().vintage
        found = vintage.figures.filter(
            year=2031, measure="households", municipality__code="GM0166"
        )
        low, middle, high = (found.get(scenario=name).value for name in ("laag", "midden", "hoog"))
        assert low < middle < high

    def test_of_what_is_not_plausible_asks_for_the_reason(self, office, wild):
        share_scenario(by=None, at=AT, scenario=wild)

        answer = self.post(office, wild)

        assert answer.status_code == 422
        assert "Geef de reden" in answer.content.decode()
        assert self.post(office, wild, reason="Instroom in azc").status_code == 302

    def test_within_what_is_plausible_asks_for_no_reason(self, office, plain, wild):
        share_scenario(by=None, at=AT, scenario=plain)
        share_scenario(by=None, at=AT, scenario=wild)

        assert "Waarom buiten" not in shown(office, f"{plain.pk}/vaststellen/")
        assert "Waarom buiten" in shown(office, f"{wild.pk}/vaststellen/")

    def test_needs_a_body_and_a_day(self, office, plain):
        share_scenario(by=None, at=AT, scenario=plain)

        assert self.post(office, plain, body="", decided_on="gisteren").status_code == 422
        assert not RegionReference.objects.exists()

    def test_is_for_the_secretary(self, visitor, plain):
        assert visitor.get(f"{BASE}{plain.pk}/vaststellen/").status_code == 403
        assert self.post(visitor, plain).status_code == 403


class TestCompare:
    def test_asks_which(self, visitor, plain, wild):
        assert "Kies twee scenario" in shown(visitor, "vergelijken/")

    def test_says_how_far_they_are_apart_and_in_which_levers(self, visitor, plain, wild):
        html = shown(visitor, f"vergelijken/?een={plain.pk}&twee={wild.pk}&jaar=2030")

        assert "Drie keer zoveel geeft Testregio in 2030" in html
        assert "huishoudens meer dan Doorgaande trend" in html
        assert "zonder toeval" in html
        assert "Immigratie" in html
        assert "Immigratie staat op 300" in html

    @pytest.mark.usefixtures("few")
    def test_is_free_of_noise_when_both_have_a_fan(self, visitor, plain, wild):
        for scenario in (plain, wild):
            simulated(scenario)

        html = shown(visitor, f"vergelijken/?een={plain.pk}&twee={wild.pk}")

        assert "hetzelfde toeval" in html

    def test_one_with_itself_is_no_difference(self, visitor, plain):
        html = shown(visitor, f"vergelijken/?een={plain.pk}&twee={plain.pk}")

        assert "evenveel huishoudens" in html
        assert "Alle knoppen staan gelijk" in html

    @pytest.mark.parametrize("given", ["x", "0", "01980000-0000-7000-8000-000000000001"])
    def test_what_is_none_is_not_there(self, visitor, plain, given):
        shown(visitor, f"vergelijken/?een={given}&twee={plain.pk}", status=404)


class TestChoices:
    def test_are_the_newest_and_what_was_chosen(
        self, plain, wild, region, official_kampen, monkeypatch
    ):
        monkeypatch.setattr(queries, "MOST_OFFERED", 1)
        visible = visible_scenarios(account=official_kampen, region=region, on=AT.date())
        (newest,) = scenario_choices(visible)
        other = plain if newest == wild else wild

        assert newest == visible.first()
        assert newest.get_deferred_fields() == {"levers", "note"}
        assert scenario_choices(visible, other, newest) == [other, newest]


class TestFiles:
    def test_csv_has_a_row_for_each_municipality_and_year(self, visitor, plain):
        answer = visitor.get(f"{BASE}{plain.pk}/prognose.csv")

        lines = answer.content.decode("utf-8-sig").splitlines()
        # A head, and 2 municipalities x (2026 up to 2031)
        assert len(lines) == 1 + 2 * 6
        assert lines[1].startswith("Doorgaande trend;GM0166;Kampen;2026;")

    @pytest.mark.usefixtures("few")
    def test_xlsx_has_outcome_levers_sources_and_warnings(self, visitor, wild):
        simulated(wild)
        answer = visitor.get(f"{BASE}{wild.pk}/prognose.xlsx")

        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        assert book.sheet_names == ["Uitkomst", "Knoppen", "Bronnen"]
        outcome = str(book.get_sheet_by_name("Uitkomst").to_python())
        assert "Immigratie staat op 300" in outcome
        assert "Kans dat harde plannen genoeg zijn" in outcome
        assert "40 doorrekeningen" in outcome
        assert "Immigratie" in str(book.get_sheet_by_name("Knoppen").to_python())
        assert "Uitgangspunt 2026" in str(book.get_sheet_by_name("Bronnen").to_python())

    def test_pdf_has_it_all(self, visitor, wild):
        answer = visitor.get(f"{BASE}{wild.pk}/prognose.pdf")

        text = "".join(
            page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages
        )
        assert "Drie keer zoveel" in text
        assert "Immigratie staat op 300" in text
        assert "Kampen" in text
        assert "Uitgangspunt: Uitgangspunt 2026" in text

    @pytest.mark.parametrize("name", FILES)
    def test_of_a_demonstration_region_says_so(self, visitor, plain, region, name):
        type(region).objects.filter(pk=region.pk).update(demonstration=True)

        answer = visitor.get(f"{BASE}{plain.pk}/{name}")

        assert "voorbeeldgegevens" in answer["Content-Disposition"]
