"""Adopting a scenario: its outcome becomes a vintage, and the reference of the region."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from woonregie.foundation.audit.models import Event
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.consents.services import Decided
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.foundation.sources.models import Source
from woonregie.subjects.forecast.errors import (
    AlreadyWithdrawnError,
    ForecastError,
    IncompleteVintageError,
    NotPlausibleError,
    NotSharedError,
)
from woonregie.subjects.forecast.models import (
    ForecastFigure,
    ForecastVintage,
    Measure,
    RegionReference,
)
from woonregie.subjects.forecast.queries import (
    outcome_of,
    reference_of,
    series,
    stock,
    vintages_of,
    vintages_with,
)
from woonregie.subjects.forecast.queries.hindsight import outcomes
from woonregie.subjects.forecast.services import (
    adopt_scenario,
    share_scenario,
    withdraw_scenario,
)
from woonregie.subjects.forecast.tests.factories import AT, save, turned

pytestmark = pytest.mark.django_db
DECIDED = Decided(
    body="Bestuurlijke tafel wonen", title="Referentieprognose 2026", decided_on=date(2026, 11, 20)
)


@pytest.fixture
def scenario(start, region):
    """Return a scenario of the region itself."""
    return save(start, region.organisation, name="Regionale trend")


@pytest.fixture
def adopt(scenario, secretary):
    """Return a function that adopts it, with anything different that a test names."""

    def adopted(**given):
        wanted = {"by": secretary, "at": AT, "scenario": scenario, "decided": DECIDED, **given}
        return adopt_scenario(**wanted)

    return adopted


class TestAdopt:
    def test_makes_its_outcome_the_reference_of_the_region(self, adopt, region, kampen, zwolle):
        chosen = adopt()

        assert reference_of(region, on=AT.date()) == chosen
        assert (chosen.scenario, chosen.valid_on) == ("midden", date(2026, 11, 20))
        assert chosen.decision == Decision.objects.get()
        assert (chosen.vintage.title, chosen.vintage.kind) == ("Regionale trend", "forecast")

    def test_keeps_the_figures_that_the_outcome_has(self, adopt, scenario, kampen, zwolle):
        vintage = adopt().vintage

        found = outcome_of(scenario).projection
        kept = stock(
            vintage=vintage,
            scenario="midden",
            measure=Measure.HOUSEHOLDS,
            municipality_ids=[kampen.pk, zwolle.pk],
            years=range(2026, 2032),
        )
        assert np.allclose(kept, found.households[:, :2], atol=0.005)

    def test_books_persons_of_a_year_as_the_ledger_does(self, adopt, kampen):
        figures = ForecastFigure.objects.filter(vintage=adopt().vintage, municipality=kampen)
        of_year = {
            (item.measure, item.year): float(item.value) for item in figures.filter(year__lt=2028)
        }

        change = of_year["persons", 2027] - of_year["persons", 2026]
        booked = of_year["births", 2026] - of_year["deaths", 2026]
        booked += of_year["arrivals", 2026] - of_year["departures", 2026]
        assert change == pytest.approx(booked, abs=0.05)

    def test_says_nothing_of_plans_where_there_are_none(self, adopt):
        measures = set(
            ForecastFigure.objects.filter(vintage=adopt().vintage).values_list(
                "measure", flat=True
            )
        )

        assert Measure.DWELLING_STOCK in measures
        assert not {Measure.NEW_DWELLINGS, Measure.WITHDRAWN_DWELLINGS} & measures

    def test_counts_of_plans_what_is_built(self, adopt, start, region, kampen):
        levers = turned(
            plannen="eigen",
            bronPlannen="woonvisie",
            realisatieHard="80",
            realisatieZacht="50",
            **{"hard-GM0166": "100", "zacht-GM0166": "10"},
        )
        scenario = save(start, region.organisation, name="Bouwen", levers=levers)

        vintage = adopt(scenario=scenario).vintage

        # 80 % of 100 hard and 50 % of 10 soft.
        found = ForecastFigure.objects.get(
            vintage=vintage, municipality=kampen, measure=Measure.NEW_DWELLINGS, year=2028
        )
        assert float(found.value) == 85.0

    def test_points_to_scenario_starting_point_and_decision(self, adopt, scenario, start):
        vintage = adopt().vintage

        assert list(vintages_of(scenario)) == [vintage]
        note = vintage.source.note
        assert scenario.digest in note
        assert start.digest in note
        assert "Bestuurlijke tafel wonen" in note

    def test_keeps_the_band_of_a_fan_beside_the_middle(self, adopt, scenario, region):
        middle = outcome_of(scenario).projection.households

        vintage = adopt(bands={"laag": middle - 10, "hoog": middle + 10}).vintage

        found = ForecastFigure.objects.filter(vintage=vintage, measure=Measure.HOUSEHOLDS)
        assert set(found.values_list("scenario", flat=True)) == {"laag", "midden", "hoog"}

    def test_bands_of_municipalities_are_no_band_of_the_region(
        self, adopt, scenario, kampen, zwolle
    ):
        middle = outcome_of(scenario).projection.households
        vintage = adopt(bands={"laag": middle - 10, "hoog": middle + 10}).vintage
        vintage = vintages_with(Measure.HOUSEHOLDS, [kampen.pk]).get(pk=vintage.pk)

        one = series([kampen.pk], Measure.HOUSEHOLDS, [vintage])
        both = series([kampen.pk, zwolle.pk], Measure.HOUSEHOLDS, [vintage])
        (line,) = outcomes([kampen.pk, zwolle.pk], Measure.HOUSEHOLDS)

        assert {point.scenario for point in one.points} == {"laag", "midden", "hoog"}
        assert one.unsummed == []
        assert {point.scenario for point in both.points} == {"midden"}
        assert both.unsummed == [vintage.title]
        assert {low for _year, _expected, low, _high in line.summed([0, 1])} == {None}
        assert None not in {low for _year, _expected, low, _high in line.summed([0])}

    def test_tells_the_trail_last(self, adopt, scenario):
        adopt()

        event = Event.objects.order_by("sequence").last()
        assert (event.act, event.target_id) == ("forecast.scenario_adopted", scenario.pk)

    def test_twice_keeps_one_vintage(self, adopt):
        first, second = adopt(), adopt()

        assert first == second
        assert ForecastVintage.objects.count() == 1


class TestIsRefused:
    def test_without_a_reason_outside_what_is_plausible(self, adopt, start, region):
        wild = save(start, region.organisation, name="Wild", levers=turned(immigratie="300"))

        with pytest.raises(NotPlausibleError, match="Immigratie staat op 300"):
            adopt(scenario=wild)
        vintage = adopt(scenario=wild, reason="Het college verwacht een nieuw azc.").vintage
        assert vintage.title == "Wild (buiten wat aannemelijk is)"
        assert "Het college verwacht een nieuw azc." in vintage.source.note

    def test_of_a_municipality_until_it_is_shared(self, adopt, start, zwolle):
        hers = save(start, zwolle.organisation)

        with pytest.raises(NotSharedError, match="eigenaar"):
            adopt(scenario=hers)
        assert adopt(scenario=share_scenario(by=None, at=AT, scenario=hers))

    def test_when_it_was_withdrawn(self, adopt, scenario):
        gone = withdraw_scenario(by=None, at=AT, scenario=scenario)

        with pytest.raises(AlreadyWithdrawnError):
            adopt(scenario=gone)

    @pytest.mark.parametrize("part", ["body", "title"])
    def test_without_a_body_or_a_title(self, adopt, part):
        with pytest.raises(ForecastError, match="orgaan"):
            adopt(decided=replace(DECIDED, **{part: " "}))

    def test_for_a_decision_of_tomorrow(self, adopt):
        with pytest.raises(RefusedError, match="nog niet geweest"):
            adopt(decided=replace(DECIDED, decided_on=date(2026, 11, 25)))

    def test_with_a_municipality_that_is_not_in_it(self, adopt, raalte):
        with pytest.raises(IncompleteVintageError, match="Raalte"):
            adopt()

    @pytest.mark.parametrize("who", ["official_kampen", "theme_lead", "administrator", "stranger"])
    def test_to_all_but_the_secretary(self, adopt, request, who):
        with pytest.raises(ForbiddenError):
            adopt(by=request.getfixturevalue(who))

    def test_leaves_nothing_half_written(self, adopt, raalte):
        sources = Source.objects.count()

        with pytest.raises(IncompleteVintageError):
            adopt()

        assert not Decision.objects.exists()
        assert not RegionReference.objects.exists()
        assert Source.objects.count() == sources
