"""Taking in a vintage, and choosing the reference of a region."""

import io
from datetime import date, timedelta

import pytest

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.audit.models import Event
from woonregie.foundation.files.services import store
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.foundation.region.models import Region, RegionKind, RegionMember
from woonregie.foundation.sources.models import Source
from woonregie.subjects.forecast.errors import (
    DifferentContentError,
    ForecastError,
    IncompleteVintageError,
    NotHouseholdsError,
)
from woonregie.subjects.forecast.models import (
    ForecastFigure,
    ForecastVintage,
    Measure,
    RegionReference,
)
from woonregie.subjects.forecast.queries import reference_of
from woonregie.subjects.forecast.services import Publication, choose_reference, import_forecast
from woonregie.subjects.forecast.tests.factories import AT, figures, households, record_vintage

pytestmark = pytest.mark.django_db
PRIMOS = Publication(
    slug="primos-2025",
    title="Primos 2025",
    kind="forecast",
    published_on=date(2025, 7, 1),
    publisher="ABF Research",
    licence="CC BY 4.0",
)


@pytest.fixture
def kept(db):
    return store(io.BytesIO(b"gemeente;maat;scenario;jaar;waarde"), name="primos.csv", at=AT)


@pytest.fixture
def take_in(secretary, kampen, kept):
    """Take in two years of Kampen, with anything different that a test names."""

    def taken_in(about=PRIMOS, by=secretary, given=None, at=AT):
        wanted = households(kampen, {2026: 22_000, 2036: 23_000}) if given is None else given
        return import_forecast(by=by, at=at, about=about, figures=wanted, file=kept)

    return taken_in


class TestImportForecast:
    def test_keeps_figures_with_source_and_file(self, take_in, kept):
        vintage, fresh = take_in()

        assert fresh
        assert [(item.year, int(item.value)) for item in vintage.figures.order_by("year")] == [
            (2026, 22_000),
            (2036, 23_000),
        ]
        assert (vintage.source.publisher, vintage.source.licence) == ("ABF Research", "CC BY 4.0")
        assert vintage.source.dated_on == date(2025, 7, 1)
        assert vintage.source.file == kept

    def test_writes_one_line_in_the_trail(self, take_in, secretary):
        take_in()

        line = Event.objects.get(act="forecast.vintage_imported")

        assert line.payload["slug"] == "primos-2025"
        assert line.payload["figures"] == 2
        assert len(line.payload["digest"]) == 64

    def test_the_same_file_again_writes_nothing_at_all(self, take_in):
        first, _fresh = take_in()
        events, source = Event.objects.count(), Source.objects.get(key="prognose-primos-2025")

        again, fresh = take_in(
            Publication(
                slug="primos-2025",
                title="Primos, nog eens",
                kind="forecast",
                published_on=date(2026, 1, 1),
                publisher="Iemand anders",
            ),
            at=AT + timedelta(days=9),
        )

        assert (again, fresh) == (first, False)
        assert Event.objects.count() == events
        assert Source.objects.get(key="prognose-primos-2025").publisher == source.publisher
        assert ForecastFigure.objects.count() == 2

    def test_other_figures_under_the_same_key_change_nothing(self, take_in, kampen):
        take_in()

        with pytest.raises(DifferentContentError, match="primos-2025"):
            take_in(given=households(kampen, {2026: 1, 2036: 2}))

        assert ForecastFigure.objects.get(year=2026).value == 22_000
        assert Source.objects.get(key="prognose-primos-2025").publisher == "ABF Research"

    def test_refuses_a_file_without_figures(self, take_in):
        with pytest.raises(ForecastError, match="geen enkel bruikbaar cijfer"):
            take_in(given=[])

        assert not ForecastVintage.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"slug": ""}, "sleutel"),
            ({"slug": "Primos 2025"}, "sleutel"),
            ({"slug": "p" * 81}, "sleutel"),
            ({"title": " "}, "titel"),
            ({"title": "t" * 201}, "titel"),
            ({"kind": "gok"}, "prognose of gerealiseerd"),
            ({"published_on": date(2026, 11, 25)}, "toekomst"),
        ],
    )
    def test_refuses_what_the_register_cannot_keep(self, take_in, changed, words):
        about = {name: getattr(PRIMOS, name) for name in PRIMOS.__dataclass_fields__}

        with pytest.raises(ForecastError, match=words):
            take_in(Publication(**{**about, **changed}))

        assert not Source.objects.filter(key__startswith="prognose").exists()


class TestChooseReference:
    @pytest.fixture
    def vintage(self, a_source, kampen):
        return record_vintage(a_source, households(kampen, {2026: 22_000, 2036: 23_000}))

    @pytest.fixture
    def choose(self, secretary, region, vintage):
        def chosen(chosen_vintage=vintage, scenario="midden", by=secretary, at=AT, **what):
            return choose_reference(
                by=by,
                at=at,
                region=what.get("region", region),
                vintage=chosen_vintage,
                scenario=scenario,
                valid_on=what.get("valid_on", date(2026, 11, 24)),
            )

        return chosen

    def test_holds_from_its_day_on(self, choose, region, vintage):
        choose()

        assert reference_of(region, on=date(2026, 12, 1)).vintage == vintage

    def test_a_later_choice_leaves_the_earlier_one_for_its_own_days(
        self, choose, region, vintage, a_source, kampen
    ):
        newer = record_vintage(
            a_source,
            households(kampen, {2026: 22_100, 2036: 23_200}),
            slug="primos-2026",
            title="Primos 2026",
        )
        choose()
        choose(newer, valid_on=date(2026, 12, 1))

        assert reference_of(region, on=date(2026, 11, 30)).vintage == vintage
        assert reference_of(region, on=date(2026, 12, 1)).vintage == newer

    def test_another_choice_for_the_same_day_is_kept_beside_the_one_it_replaces(
        self, choose, region, a_source, kampen
    ):
        given = households(kampen, {2026: 1, 2036: 2}, "hoog")
        given += households(kampen, {2026: 1, 2036: 2})
        both = record_vintage(a_source, given, slug="beide", title="Beide")
        later = AT + timedelta(hours=1)
        choose()

        choose(both, "hoog", at=later)

        assert reference_of(region, on=date(2026, 11, 24)).scenario == "hoog"
        assert reference_of(region, on=date(2026, 11, 24), known_on=AT).scenario == "midden"
        assert RegionReference.objects.count() == 2

    def test_the_same_choice_again_writes_nothing(self, choose):
        first = choose()

        again = choose(at=AT + timedelta(days=1))

        assert again == first
        assert Event.objects.filter(act="forecast.reference_chosen").count() == 1

    def test_persons_never_become_households(self, choose, a_source, kampen):
        persons = record_vintage(
            a_source,
            figures(kampen, Measure.PERSONS, {2026: 54_000, 2036: 56_000}, ""),
            slug="cbs-bevolking",
            title="Bevolking volgens het CBS",
        )

        with pytest.raises(NotHouseholdsError, match="Personen zijn geen huishoudens"):
            choose(persons, "")

        assert not RegionReference.objects.exists()

    def test_an_unknown_scenario_is_refused_with_those_that_there_are(self, choose):
        with pytest.raises(
            NotHouseholdsError, match=r"geen scenario uitzonderlijk\. Kies uit: midden"
        ):
            choose(scenario="uitzonderlijk")

    def test_a_vintage_that_lacks_a_municipality_is_refused_by_name(self, choose, raalte):
        with pytest.raises(IncompleteVintageError, match="geen huishoudens van: Raalte"):
            choose()

    def test_the_fictitious_municipality_may_be_lacking(self, choose, sallandermark):
        assert choose().scenario == "midden"

    def test_one_counted_year_is_no_reference(self, choose, a_source, kampen):
        counted = record_vintage(
            a_source,
            households(kampen, {2020: 22_217}, ""),
            slug="cbs-2020",
            title="Geteld in 2020",
            kind="realised",
        )

        with pytest.raises(IncompleteVintageError, match="geen twee jaren"):
            choose(counted, "")

    def test_the_secretary_of_another_region_may_not(self, choose, secretary, kampen):
        organisation = Organisation.objects.create(
            kind="region", name="Regio Zwolle", slug="regio-zwolle"
        )
        other = Region.objects.create(organisation=organisation, kind=RegionKind.HOUSING)
        RegionMember.objects.create(region=other, organisation=kampen.organisation)

        with pytest.raises(ForbiddenError, match="van deze regio"):
            choose(region=other)

    def test_the_secretary_of_the_whole_may_choose_for_a_part(self, choose, region, kampen):
        organisation = Organisation.objects.create(kind="region", name="Noord", slug="noord")
        part = Region.objects.create(
            organisation=organisation, kind=RegionKind.SUBREGION, parent=region
        )
        RegionMember.objects.create(region=part, organisation=kampen.organisation)

        assert choose(region=part).region == part
