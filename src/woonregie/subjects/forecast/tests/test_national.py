"""Following a national forecast: taken in, chosen, scaled to, alarmed, kept."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from woonregie.subjects.forecast.errors import LeversError
from woonregie.subjects.forecast.exports.outcome import notes, sources
from woonregie.subjects.forecast.formats import read_figures
from woonregie.subjects.forecast.levers import turned as moved
from woonregie.subjects.forecast.models import ForecastFigure, Measure, NationalFigure
from woonregie.subjects.forecast.queries import national_choices, outcome_of, tried
from woonregie.subjects.forecast.queries.national import national_totals
from woonregie.subjects.forecast.services import Figure
from woonregie.subjects.forecast.tests.factories import (
    AT,
    households,
    record_vintage,
    save,
    small_base,
    turned,
    written,
)

pytestmark = pytest.mark.django_db
KEY = "landelijk-2025|midden"
FIRST, YEARS = 2026, 5
BIRTHS = [900, 950, 1000, 1050, 1100]


def national(people=None, **components):
    """Return figures of the country: inhabitants of the first year, and components by year."""
    there = round(float(small_base().population.sum())) if people is None else people
    told = [(Measure.PERSONS, FIRST, there)]
    for measure, values in (components or {"births": BIRTHS}).items():
        told += [(measure, FIRST + at, value) for at, value in enumerate(values)]
    return [Figure(None, name, "midden", year, Decimal(value)) for name, year, value in told]


def publish(a_source, figures):
    return record_vintage(a_source, figures, slug="landelijk-2025", title="Landelijk 2025")


@pytest.fixture
def followed(a_source, region, start, kampen, zwolle):
    """Return what comes of following the forecast of the country for five years."""
    publish(a_source, national())

    def asked(**values):
        return tried(
            turned(landelijk=KEY, **values),
            region=region,
            starting_point=start,
            account=None,
            today=AT.date(),
        )

    return asked


class TestImport:
    def test_keeps_the_country_apart_from_its_municipalities(self, a_source, kampen):
        publish(a_source, [*national(), *households(kampen, {2026: 24100})])

        assert NationalFigure.objects.count() == 6
        assert ForecastFigure.objects.get().municipality == kampen
        (choice,) = national_choices()
        assert (choice.key, choice.title) == (KEY, "Landelijk 2025, midden")

    def test_reads_it_from_our_own_file(self, tmp_path, kampen):
        file = written(
            tmp_path / "land.csv",
            "Nederland;geboren;midden;2026;170000",
            "NL01;immigratie;midden;2026;230000",
            "Kampen;huishoudens;midden;2026;24100",
        )

        found = read_figures(file)

        assert found.issues == []
        assert [(item.municipality_id, item.measure) for item in found.figures] == [
            (None, "births"),
            (None, "immigration"),
            (kampen.pk, "households"),
        ]
        assert [item.municipalities for item in found.summaries()] == [0, 0, 1]

    def test_never_changes(self, a_source):
        publish(a_source, national())

        with pytest.raises(DatabaseError), transaction.atomic():
            NationalFigure.objects.update(value=1)


class TestFollow:
    def test_has_the_births_of_the_country(self, followed):
        booked = followed().projection.ledger.births

        assert booked.sum(axis=1) == pytest.approx(BIRTHS, rel=1e-4)

    def test_leaves_what_is_not_given_as_it_was(self, followed, region, start):
        plain = tried(
            turned(), region=region, starting_point=start, account=None, today=AT.date()
        ).projection

        found = followed().projection

        assert found.ledger.emigration[0] == pytest.approx(plain.ledger.emigration[0], rel=1e-4)
        assert {item.component for item in found.scaling} == {"births"}

    @pytest.mark.parametrize(
        ("figures", "words"),
        [
            (lambda: national(people=17_000_000), "bevat niet heel het land"),
            (lambda: national(births=BIRTHS[:3]), "geen geboren personen van 2029"),
            (lambda: national()[1:], "telt geen inwoners van Nederland op 1 januari 2026"),
            (lambda: national()[:1], "telt geen geboorte, sterfte"),
        ],
    )
    def test_is_refused_where_it_does_not_fit(self, a_source, region, start, figures, words):
        publish(a_source, figures())

        with pytest.raises(LeversError, match=words):
            tried(
                turned(landelijk=KEY),
                region=region,
                starting_point=start,
                account=None,
                today=AT.date(),
            )

    def test_is_refused_where_there_is_none(self, region, start):
        with pytest.raises(LeversError, match="is er niet"):
            tried(
                turned(landelijk="verzonnen"),
                region=region,
                starting_point=start,
                account=None,
                today=AT.date(),
            )


class TestKept:
    def test_with_its_totals_source_and_day(self, followed, start, region):
        saved = save(start, region.organisation, levers=turned(landelijk=KEY))

        kept = saved.levers["national"]
        assert kept["totals"] == {"births": BIRTHS}
        assert (kept["title"], kept["published_on"]) == ("Landelijk 2025, midden", "2025-07-01")
        births = outcome_of(saved).projection.ledger.births
        assert births.sum(axis=1) == pytest.approx(BIRTHS, rel=1e-4)

    def test_is_asked_again_whether_the_starting_point_holds_the_country(self, a_source):
        publish(a_source, national())
        kept = national_totals(KEY, small_base(), YEARS)
        before = {name: value for name, value in kept.items() if name != "people"}

        assert national_totals(before, small_base(), YEARS) == kept
        with pytest.raises(LeversError, match="niet heel het land"):
            national_totals({**kept, "people": 2 * kept["people"]}, small_base(), YEARS)

    def test_is_told_in_files(self, followed, start, region):
        saved = save(start, region.organisation, levers=turned(landelijk=KEY))
        outcome = outcome_of(saved)

        assert any(
            text.startswith("Landelijke prognose: Landelijk 2025, midden (")
            for text in sources(saved, outcome)
        )
        assert any(
            "Past slecht bij de landelijke prognose: geboorte" in text
            for text in notes(saved, outcome, None)
        )
        (told,) = [item for item in moved(saved.levers) if item.lever.key == "national"]
        assert "1 juli 2025" in told.value


class TestPages:
    def test_the_workbench_tells_factors_and_alarms(
        self, client, official_kampen, region, followed
    ):
        client.force_login(official_kampen)
        address = reverse("forecast:workbench", args=[region.slug])

        shown = client.get(f"{address}?jaren=5&landelijk={KEY}").content.decode()

        assert "passen slecht bij elkaar" in shown
        assert "1 juli 2025): geboorte." in shown
        assert "Factor per jaar" in shown
        assert f'<option value="{KEY}" selected lang="nl">Landelijk 2025, midden</option>' in shown

    def test_a_scenario_tells_them_too(self, client, secretary, region, start, followed):
        saved = save(start, region.organisation, levers=turned(landelijk=KEY))
        client.force_login(secretary)

        shown = client.get(reverse("forecast:scenario", args=[region.slug, saved.pk]))

        assert "passen slecht bij elkaar" in shown.content.decode()

    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_its_title_is_dutch_on_every_page(
        self, client, secretary, region, start, followed, language
    ):
        saved = save(start, region.organisation, levers=turned(landelijk=KEY))
        client.force_login(secretary)
        asked = {"accept-language": language}

        one = client.get(
            reverse("forecast:scenario", args=[region.slug, saved.pk]), headers=asked
        ).content.decode()
        many = client.get(
            reverse("forecast:scenarios", args=[region.slug]), headers=asked
        ).content.decode()

        title = '<span lang="nl">Landelijk 2025, midden</span> (<span lang="nl">'
        assert title in one[one.index('id="gedraaid"') :]
        assert title in many
        assert f'<span lang="nl">{start.title}</span>' in many

    def test_the_api_tells_them_too(self, client_for, official_kampen, region, followed):
        asked = {"knoppen": {"jaren": 5, "landelijk": KEY}}
        address = f"/api/v1/prognoses/doorrekeningen?regio={region.slug}"

        told = (
            client_for(official_kampen)
            .post(address, asked, content_type="application/json")
            .json()
        )

        assert told["knoppen"]["landelijk"] == KEY
        assert told["landelijk"]["titel"] == "Landelijk 2025, midden"
        assert [item["jaar"] for item in told["landelijk"]["factoren"]] == list(range(2026, 2031))
