"""The workbench: turning levers, seeing the answer, saving it as a scenario."""

import json
import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from woonregie.engines.household import ZERO, Scenario, Unmet, project
from woonregie.foundation.files.services import path_of
from woonregie.foundation.pages.charts import written
from woonregie.subjects.forecast.levers import Option, default_levers, read_levers, turned
from woonregie.subjects.forecast.models import ForecastScenario
from woonregie.subjects.forecast.queries import starting
from woonregie.subjects.forecast.queries.own_need import lever_of
from woonregie.subjects.forecast.tests.factories import (
    AT,
    choose,
    lay,
    record_start,
    save,
    small_base,
)
from woonregie.subjects.forecast.workbench import answering
from woonregie.subjects.forecast.workbench.answering import unmet_in_words
from woonregie.subjects.forecast.workbench.turning import changed, groups

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client, official_kampen, region, start):
    """Ask the workbench, as the policy officer of Kampen; her browser draws the pictures."""
    client.force_login(official_kampen)
    address = reverse("forecast:workbench", args=[region.slug])

    def asked(query="", **headers):
        drawing = {"X-Woonregie-Draws": "browser", **headers}
        return client.get(f"{address}?{query}", headers=drawing)

    return asked


def words(response):
    """Return the words of a page, each after one space."""
    bare = re.sub(r"<[^>]+>", " ", response.content.decode())
    return unescape(re.sub(r"\s+", " ", bare))


def answer_of(response):
    found = re.search(r'<p class="wr-answer"[^>]*>(.*?)</p>', response.content.decode(), re.DOTALL)
    return unescape(found[1]).strip()


class TestAnswer:
    def test_is_the_trend_when_nobody_turns(self, ask):
        found = project(small_base(), Scenario(), years=25)
        need = f"{round(float(found.need[10, :2].sum())):,}".replace(",", ".")

        shown = ask()

        assert f"in 2036 {need} woningen nodig: dat is de doorgaande trend" in answer_of(shown)
        assert "nog niets: dit is de doorgaande trend" in words(shown)

    def test_says_how_many_dwellings_more_than_the_trend(self, ask):
        # At half as many immigrants fewer dwellings are needed.
        trend = project(small_base(), Scenario(), years=5)
        fewer = project(small_base(), Scenario(immigration=0.5), years=5)
        step = round(float(trend.need[5, 0] - fewer.need[5, 0]))

        shown = ask("gemeente=GM0166&jaren=5&jaar=2031&immigratie=50")

        assert answer_of(shown).startswith("Kampen heeft in 2031")
        assert f"{step} minder dan bij doorgaande trend" in answer_of(shown)

    def test_is_of_the_year_that_was_asked(self, ask):
        assert "in 2028" in answer_of(ask("jaren=5&jaar=2028"))

    @pytest.mark.parametrize("year", ["1999", "2026", "99999", "volgend", "²"])
    def test_is_of_an_ordinary_year_when_there_is_no_such_year(self, ask, year):
        assert "in 2031" in answer_of(ask(f"jaren=5&jaar={year}"))

    def test_is_of_the_region_when_the_municipality_is_not_in_it(self, ask):
        assert "Gemeente" in words(ask("gemeente=GM0363&jaren=5"))
        assert answer_of(ask("gemeente=GM0363&jaren=5")) == answer_of(ask("jaren=5"))

    def test_lists_the_municipalities_of_the_region_and_no_zone(self, ask):
        shown = ask("jaren=5").content.decode()

        rows = re.findall(r'<th scope="row"[^>]*>([^<]+)</th>', shown[shown.index("gemeenten") :])
        assert {"Kampen", "Zwolle"} <= set(rows)
        assert "rest van Nederland" not in rows


class TestLevers:
    def test_that_were_turned_stay_in_sight_with_a_way_back(self, ask):
        shown = ask("jaren=5&immigratie=80&gemeente=GM0166").content.decode()

        bar = shown[shown.index('class="wr-change"') :]
        (back,) = re.findall(r'<a class="wr-chip" href="([^"]+)">Immigratie 80', bar)
        assert unescape(back) == "?jaren=5&gemeente=GM0166"

    def test_outside_what_is_plausible_are_marked_with_a_sentence(self, ask):
        shown = words(ask("jaren=5&immigratie=300"))

        assert "Buiten wat aannemelijk is." in shown
        assert "Immigratie staat op 300; aannemelijk is 50 tot 150" in shown

    def test_that_cannot_be_read_are_told_and_stay_as_typed(self, ask):
        shown = ask("jaren=5&immigratie=veel").content.decode()

        assert 'href="#knop-immigratie"' in shown
        assert 'value="veel"' in shown
        assert "dat is de doorgaande trend" in answer_of(ask("jaren=5&immigratie=veel"))

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("immigratie=veel", "knop-immigratie"),
            ("eigenBehoefte=opgave&saldo-GM0166=veel", "saldo-GM0166"),
            ("eigenBehoefte=opgave&saldo-GM0166=5", "bronSaldo"),
            ("plannen=eigen&hard-GM0193=-1&bronPlannen=X", "hard-GM0193"),
            # There is nothing to choose, so nothing is shown to choose from.
            ("venster=2010-2014", ""),
            ("landelijk=x", ""),
            ("eigenBehoefte=opgave&saldo-GM0363=5&bronSaldo=X", ""),
        ],
    )
    @pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Source": "form#knoppen"}])
    def test_that_are_wrong_point_at_the_field_that_is_there(self, ask, query, field, headers):
        page = ask("jaren=5").content.decode()
        shown = ask(f"jaren=5&jaar=2030&{query}", **headers)

        wrong = re.search(r'class="wr-errors__list">(.*?)</ul>', shown.content.decode())[1]
        assert re.findall(r'href="#([^"]*)"', wrong) == [field] * bool(field)
        assert not field or f'id="{field}"' in page
        assert len(re.sub(r"<[^>]+>", "", wrong)) > 20
        assert answer_of(shown) == answer_of(ask("jaren=5&jaar=2030"))

    @pytest.mark.parametrize("query", ["beeld=x", "beeld=", "maat=x", "gemeente=x", "jaar=x"])
    def test_beside_them_what_an_address_does_not_know_is_as_usual(self, ask, query):
        shown = ask(f"jaren=5&{query}")

        assert answer_of(shown) == answer_of(ask("jaren=5"))
        assert 'id="beeld-huishoudens"' in shown.content.decode()
        assert shown.context["picture"] == "huishoudens"
        assert shown.context["errors"] == []

    def test_that_do_not_fit_each_other_are_told_beside_the_trend(self, ask):
        shown = ask("jaren=5&lambda=50")

        assert "Lambda telt alleen als mensen woningen volgen" in words(shown)
        assert "dat is de doorgaande trend" in answer_of(shown)

    def test_take_what_a_municipality_states_with_its_source(self, ask):
        asked = "jaren=5&eigenBehoefte=opgave&saldo-GM0166=100&bronSaldo=Woonvisie"

        shown = ask(asked).content.decode()

        assert re.search(r'name="saldo-GM0166" value="100"', shown)
        assert 'name="bronSaldo" maxlength="300" value="Woonvisie"' in shown

    def test_without_a_source_say_so(self, ask):
        shown = words(ask("jaren=5&eigenBehoefte=opgave&saldo-GM0166=100"))

        assert "Noem de bron van de eigen opgave." in shown

    def test_go_back_with_all_that_was_stated_with_them(self, ask):
        asked = "jaren=5&eigenBehoefte=opgave&saldo-GM0166=100&bronSaldo=Woonvisie"

        shown = ask(asked).content.decode()

        bar = shown[shown.index('class="wr-change"') :]
        assert '<a class="wr-chip" href="?jaren=5">Eigen behoefte' in bar

    def test_have_a_slider_that_goes_beyond_the_plausible_band(self):
        lever = _lever("immigration", {})

        # Plausible is 50 to 150; half of that band is added on both sides, not below zero.
        assert (lever.slider.first, lever.slider.last) == (0, 200)
        assert (lever.slider.band_from, lever.slider.band_wide) == (25, 50)
        assert (lever.slider.value, lever.slider.mark) == (100, 50)

    def test_that_follow_the_starting_point_stand_at_its_value(self):
        lever = _lever("vacancy", {})

        assert lever.value == ""
        assert lever.slider.value == 2
        assert lever.usual == "2, als in het uitgangspunt"

    def test_with_a_value_per_year_have_no_slider(self):
        lever = _lever("immigration", {"jaren": "2", "immigratie": "90 80,5"})

        assert lever.slider is None
        assert lever.value == "90 80,5"
        assert lever.said == "per jaar verschillend"

    def test_are_offered_only_where_there_is_something_to_choose(self):
        def keys(*windows):
            offered = {"window": [Option(name, name, name) for name in windows]}
            found = groups(default_levers(), {}, {}, 0.02, offered)
            return {item.lever.key for group in found for item in group.levers}

        assert "window" not in keys("2015-2024")
        assert "window" in keys("2015-2024", "2020-2024")

    def test_stand_open_where_something_was_turned(self):
        found = groups(read_levers({"sloop": "2"}).levers, {}, {}, 0.02, {})

        assert [group.key for group in found if group.opened] == ["people", "dwellings"]
        assert [item.lever.key for item in changed(found)] == ["demolition"]

    def test_that_were_turned_are_the_same_when_only_these_are_asked(self):
        levers = read_levers({"sloop": "2", "plannen": "plannen", "venster": "x"}).levers
        found, fewer = (
            groups(levers, {}, {}, 0.02, {}, only_changed=only) for only in (False, True)
        )

        assert changed(fewer) == changed(found)
        assert sum(len(group.levers) for group in fewer) == len(changed(found)) == 2


def _lever(key, values):
    found = groups(read_levers(values).levers, {}, {}, 0.02, {})
    return next(item for group in found for item in group.levers if item.lever.key == key)


class TestOwnNeedThatCounts:
    """The lever "own need" begins where the region decided it does."""

    @pytest.fixture(autouse=True)
    def chosen(self, region):
        return choose(region, lay(region))

    def test_is_what_nobody_has_to_turn(self, ask):
        found = project(small_base(), Scenario(own_need=ZERO), years=5)
        need = f"{round(float(found.need[5, :2].sum())):,}".replace(",", ".")

        shown = ask("jaar=2031")

        assert f"in 2031 {need} woningen nodig" in answer_of(shown)
        said = " ".join(words(shown).split())
        assert "nog niets; de regio koos Saldo nul als eigen behoefte, niet de trend" in said
        assert "zo besloot Bestuurlijk overleg op 24 november 2026" in said

    def test_is_left_for_another_one_and_comes_back(self, ask):
        shown = ask("jaren=5&eigenBehoefte=trend")

        page = shown.content.decode()
        bar = page[page.index('class="wr-change"') :]
        assert '<a class="wr-chip" href="?jaren=5">Eigen behoefte trend' in bar
        assert "dat is de doorgaande trend" in answer_of(shown)

    def test_comes_back_in_a_scenario_that_was_saved_with_another_one(self, ask, start, kampen):
        saved = save(start, kampen.organisation)

        shown = ask(f"scenario={saved.pk}").content.decode()

        bar = shown[shown.index('class="wr-change"') :]
        assert f'href="?scenario={saved.pk}&amp;eigenBehoefte=nul">Eigen behoefte trend' in bar

    def test_is_in_the_address_and_in_what_is_saved(self, ask):
        page = ask("jaren=5&gemeente=GM0166").content.decode()

        for kept in (r'id="adres"[^>]*value="([^"]+)"', r'name="knoppen" value="([^"]+)"'):
            assert "eigenBehoefte=nul" in unescape(re.search(kept, page)[1])

    def test_is_saved_with_the_decision(self, client, official_kampen, region, start, kampen):
        client.force_login(official_kampen)
        given = {"knoppen": "jaren=5", "naam": "Nul", "namens": str(kampen.organisation_id)}

        client.post(reverse("forecast:save", args=[region.slug]), given)

        saved = ForecastScenario.objects.get()
        (told,) = [item for item in turned(saved.levers) if item.lever.key == "own_need"]
        assert saved.levers["own_need"]["kind"] == "zero"
        assert told.value == (
            "migratiesaldo nul, zoals de regio koos (Bestuurlijk overleg, 24 november 2026)"
        )


class TestStatedNeedThatCounts:
    """The region chose what each municipality states itself."""

    STATED = ("GM0166", "GM0193")

    @pytest.fixture(autouse=True)
    def chosen(self, region, kampen, zwolle):
        stated = {
            code: {"persons": 40, "source": f"Woonvisie van {code}, {'bladzijde ' * 20}"}
            for code in self.STATED
        }
        return choose(region, lay(region, domestic="stated", stated=stated, title="Opgave"))

    def test_names_the_definition_where_all_sources_are_too_long(self, ask, chosen):
        need = lever_of(chosen.definition)
        typed = urlencode({f"saldo-{code}": 40 for code in self.STATED})

        shown = words(ask(f"eigenBehoefte=opgave&{typed}&bronSaldo={need['source']}"))

        assert need["source"] == "Opgave"
        assert "Een bron is ten hoogste" not in shown
        assert "terugdraaien" not in shown

    def test_comes_back_whole_in_a_scenario(self, ask, start, kampen):
        saved = save(start, kampen.organisation)

        page = ask(f"scenario={saved.pk}").content.decode()

        bar = page[page.index('class="wr-change"') :]
        (back,) = re.findall(r'<a class="wr-chip" href="([^"]+)">Eigen behoefte', bar)
        assert "saldo-GM0166=40" in back
        left = ask(unescape(back)[1:]).content.decode()
        assert "Dit kan niet zo" not in left
        assert '">Eigen behoefte' not in left[left.index('class="wr-change"') :]

    def test_of_another_source_is_not_that_of_the_region(self, ask):
        typed = urlencode({f"saldo-{code}": 40 for code in self.STATED})

        page = ask(f"eigenBehoefte=opgave&{typed}&bronSaldo=Eigen+telling").content.decode()

        assert 'name="bronSaldo" maxlength="300" value="Eigen telling"' in page


class TestReferenceWindow:
    """Starting points of other windows stand side by side; the lever chooses between them."""

    @pytest.fixture(autouse=True)
    def other(self, region, a_source, start):
        # The usual one is the newest: that of the region's fixture was recorded first.
        earlier = AT - timedelta(days=30)
        return record_start(region, a_source, seed=2, window="2010-2019", at=earlier)

    def test_is_offered_with_the_usual_one_first(self, ask):
        shown = ask("jaren=5").content.decode()

        assert '<option value="2010-2019">2010-2019, vanaf 1 januari 2026</option>' in shown
        assert "terugdraaien" not in words(ask())

    def test_begins_elsewhere_and_is_compared_with_the_usual_trend(self, ask):
        usual, other = (project(small_base(seed), Scenario(), years=5).need for seed in (1, 2))
        step = float(other[5, :2].sum() - usual[5, :2].sum())
        way = "meer" if step > 0 else "minder"

        shown = ask("jaren=5&jaar=2031&venster=2010-2019")

        assert f"{written(abs(step))} {way} dan bij doorgaande trend" in answer_of(shown)
        assert "Referentieperiode 2010-2019" in words(shown)

    def test_that_is_not_there_is_told_beside_the_usual_one(self, ask):
        shown = ask("jaren=5&venster=1900-1910")

        assert "Er is geen uitgangspunt met referentieperiode 1900-1910" in words(shown)
        assert 'href="#knop-venster"' in shown.content.decode()
        assert 'id="knop-immigratie"' in shown.content.decode()
        assert answer_of(shown) == answer_of(ask("jaren=5"))

    def test_is_read_without_what_a_database_refuses(self, ask):
        assert "Er is geen uitgangspunt" not in words(ask("jaren=5&venster=%00"))

    def test_is_kept_with_a_scenario(self, client, official_kampen, region, other, kampen):
        client.force_login(official_kampen)
        given = {
            "knoppen": "jaren=5&venster=2010-2019",
            "naam": "Lang venster",
            "namens": str(kampen.organisation_id),
        }

        client.post(reverse("forecast:save", args=[region.slug]), given)

        saved = ForecastScenario.objects.get()
        assert (saved.starting_point, saved.levers["window"]) == (other, "2010-2019")

    def test_of_a_scenario_can_be_left(self, ask, start, other, kampen):
        saved = save(other, kampen.organisation)

        assert "2010-2019" in words(ask(f"scenario={saved.pk}"))
        left = ask(f"scenario={saved.pk}&venster=2010-2019").content.decode()
        assert '<option value="2010-2019" selected>' in left


class TestReplacedStart:
    def test_of_one_window_is_compared_with_its_own_trend(
        self, ask, region, a_source, start, kampen
    ):
        saved = save(start, kampen.organisation)
        newer = record_start(region, a_source, seed=2, at=AT + timedelta(seconds=1))
        path_of(newer.file).unlink()

        shown = ask(f"scenario={saved.pk}")

        assert newer.window == start.window
        assert "dat is de doorgaande trend" in answer_of(shown)


class TestFragment:
    HEADERS = {"HX-Request": "true", "X-Woonregie-Draws": "browser"}

    def test_is_the_result_and_no_page_around_it(self, ask):
        fragment = ask("jaren=5&immigratie=80", **self.HEADERS).content.decode()

        assert fragment.startswith('<div class="wr-workbench__result" id="resultaat">')
        assert "<html" not in fragment
        assert "<svg xmlns" not in fragment

    def test_says_what_the_page_says(self, ask):
        page, fragment = ask("jaren=5&immigratie=80"), ask("jaren=5&immigratie=80", **self.HEADERS)

        assert answer_of(page) == answer_of(fragment)

    def test_tells_the_browser_what_to_draw(self, ask):
        fragment = ask("jaren=5&beeld=leeftijden", **self.HEADERS).content.decode()

        told = re.search(r'<script id="leeftijden-drawing"[^>]*>(.*?)</script>', fragment)[1]
        assert len(json.loads(told)["spec"]["data"]["values"]) == 40

    def test_keeps_the_picture_for_the_next_move(self, ask):
        fragment = ask("jaren=5&beeld=woningen", **self.HEADERS).content.decode()

        assert '<input type="hidden" name="beeld" value="woningen" form="knoppen">' in fragment


class TestPictures:
    @pytest.mark.parametrize(
        "name",
        [
            "huishoudens",
            "woningen",
            "leeftijden",
            "soorten",
            "inwoners",
            "verhuizingen",
            "oorzaken",
        ],
    )
    def test_are_all_there_without_a_script(self, ask, name):
        drawn_here = {"X-Woonregie-Draws": ""}

        shown = ask(f"jaren=2&beeld={name}", **drawn_here).content.decode()

        assert '<div class="wr-chart__wide"><svg' in shown

    def test_are_there_as_a_file(self, ask):
        file = ask("jaren=2&csv=woningen")

        assert file["Content-Type"].startswith("text/csv")
        assert file.content.decode("utf-8-sig").splitlines()[0].startswith("Jaar;Behoefte")


class TestCausesOfGrowth:
    """Where growth of households comes from: of five parts, which are together all of it."""

    def test_add_up_to_the_growth_of_the_forecast(self, ask):
        found = project(small_base(), Scenario(), years=5)
        grown = round(float(found.households[5, 0] - found.households[0, 0]), 6)

        lines = ask("jaren=5&jaar=2031&gemeente=GM0166&csv=oorzaken").content.decode("utf-8-sig")

        head, *rows = lines.strip().splitlines()
        amounts = [float(row.rsplit(";", 1)[1].replace(",", ".")) for row in rows]
        assert head.startswith("Onderdeel;Huishoudens")
        assert len(amounts) == 6
        assert amounts[-1] == pytest.approx(grown, abs=0.05)
        assert sum(amounts[:-1]) == pytest.approx(amounts[-1], abs=0.5)

    def test_wait_while_a_lever_moves(self, ask, monkeypatch):
        monkeypatch.setattr(answering, "causes_of", _never)
        moved = {**TestFragment.HEADERS, "HX-Source": "form#knoppen"}

        shown = ask("jaren=5&immigratie=80&beeld=oorzaken", **moved).content.decode()

        assert 'hx-trigger="load delay:400ms"' in shown
        assert 'href="?jaren=5&amp;immigratie=80&amp;beeld=oorzaken"' in shown
        assert "minder dan bij doorgaande trend" in answer_of(
            ask("jaren=5&immigratie=80&beeld=huishoudens")
        )

    def test_are_drawn_when_the_lever_rests(self, ask):
        asked = {**TestFragment.HEADERS, "HX-Source": "p"}

        shown = ask("jaren=5&immigratie=80&beeld=oorzaken", **asked).content.decode()

        assert 'id="oorzaken-drawing"' in shown


def _never(_outcome):
    raise AssertionError("worked out while a lever moved")


class TestWithoutStartingPoint:
    def test_says_what_to_do(self, client, official_kampen, region):
        client.force_login(official_kampen)

        shown = client.get(reverse("forecast:workbench", args=[region.slug]))

        assert shown.status_code == 200
        assert "nog geen uitgangspunt vastgelegd" in words(shown)

    def test_of_which_the_file_is_gone_says_so(self, ask, start):
        starting.baseline_at.cache_clear()
        path_of(start.file).unlink()

        assert "Zet de map met bestanden terug" in words(ask("jaren=5"))


class TestSave:
    @pytest.fixture
    def keep(self, client, official_kampen, region, start, kampen):
        client.force_login(official_kampen)

        def kept(**given):
            values = {
                "knoppen": "jaren=5&immigratie=80",
                "naam": "Minder immigratie",
                "namens": str(kampen.organisation_id),
                **given,
            }
            address = reverse("forecast:save", args=[region.slug])
            return client.post(address, values, follow=True)

        return kept

    def test_keeps_the_levers_under_a_name_for_her_organisation(self, keep, kampen, start):
        shown = keep(toelichting="Motie van november")

        saved = ForecastScenario.objects.get()
        assert (saved.name, saved.note) == ("Minder immigratie", "Motie van november")
        assert saved.organisation_id == kampen.organisation_id
        assert saved.levers["immigration"] == 80
        assert "is bewaard voor" in words(shown)

    def test_begins_from_what_was_saved(self, keep, ask):
        keep()
        saved = ForecastScenario.objects.get()

        shown = ask(f"scenario={saved.pk}")

        assert 'name="immigratie" value="80"' in shown.content.decode()
        assert f'name="scenario" value="{saved.pk}"' in shown.content.decode()

    def test_replaces_only_when_that_was_asked(self, keep, start):
        keep()
        first = ForecastScenario.objects.get()
        turned = f"scenario={first.pk}&jaren=5&immigratie=70"

        keep(knoppen=turned, naam="Naast elkaar")
        keep(knoppen=turned, naam="In de plaats", vervangen="ja")

        assert ForecastScenario.objects.get(name="Naast elkaar").replaces is None
        assert ForecastScenario.objects.get(name="In de plaats").replaces == first

    def test_refuses_levers_with_something_wrong(self, keep):
        shown = keep(knoppen="jaren=5&immigratie=veel")

        assert not ForecastScenario.objects.exists()
        assert "Bewaren kan nog niet" in words(shown)

    def test_needs_a_name(self, keep):
        shown = keep(naam=" ")

        assert not ForecastScenario.objects.exists()
        assert "Geef het scenario een naam" in words(shown)

    def test_is_refused_for_an_organisation_that_is_not_hers(self, keep, zwolle):
        shown = keep(namens=str(zwolle.organisation_id))

        assert shown.status_code == 403
        assert not ForecastScenario.objects.exists()

    def test_somebody_elses_scenario_is_not_opened(self, ask, start, zwolle):
        theirs = save(start, zwolle.organisation)

        assert ask(f"scenario={theirs.pk}").status_code == 404
        assert ask("scenario=niets").status_code == 404

    def test_a_lever_goes_back_to_the_usual_also_in_a_saved_scenario(self, keep, ask):
        keep()
        saved = ForecastScenario.objects.get()

        shown = ask(f"scenario={saved.pk}").content.decode()

        bar = shown[shown.index('class="wr-change"') :]
        (back,) = re.findall(r'<a class="wr-chip" href="([^"]+)">Immigratie', bar)
        assert 'name="immigratie" value="100"' in ask(unescape(back)[1:]).content.decode()


class TestUnmet:
    def test_tells_the_largest_first_and_counts_the_rest(self):
        found = [
            Unmet(2026 + at, "net domestic migration", "GM0166", 100.0, 100.0 - at)
            for at in range(1, 8)
        ]

        said = unmet_in_words(found, {"GM0166": "Kampen"})

        assert said[0] == "2033, Kampen: gevraagd 100, gehaald 93 (saldo binnen Nederland)."
        assert said[-1] == "En nog 2 keer."


class TestExplained:
    def test_explains_every_lever(self, client, official_kampen, region):
        client.force_login(official_kampen)

        shown = words(client.get(reverse("forecast:explained", args=[region.slug])))

        assert "Vruchtbaarheid" in shown
        assert "Realisatie van zachte plannen" in shown
        assert "Waarom schommelt een prognose" in shown
