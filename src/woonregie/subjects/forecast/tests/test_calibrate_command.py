"""`woonregie forecast calibrate`: from a folder of tables to where a region begins."""

import json
from datetime import date

import pytest

from woonregie.foundation.accounts.models import Organisation
from woonregie.foundation.audit.models import Event
from woonregie.foundation.sources.models import Source
from woonregie.subjects.forecast.models import StartingPoint
from woonregie.subjects.forecast.queries import baseline_of, places_of_base
from woonregie.subjects.forecast.tests.test_beginnings import events_of, people_of
from woonregie.subjects.forecast.tests.test_past_folders import forecast

pytestmark = pytest.mark.django_db


@pytest.fixture
def tables(tmp_path):
    """Return a folder with three towns and all the rest, 2018 to 2020."""
    (tmp_path / "population.csv").write_text("\n".join(people_of()) + "\n")
    (tmp_path / "components.csv").write_text("\n".join(events_of()) + "\n")
    return tmp_path


@pytest.fixture
def calibrate(tables, region):
    def run(*more):
        told, code = forecast(
            *("calibrate", "--data", str(tables), "--region", region.slug),
            *map(str, more),
            *("--format", "json"),
        )
        return json.loads(told), code

    return run


class TestCalibrate:
    def test_records_where_the_region_begins(self, calibrate, region, kampen, zwolle, moment):
        told, code = calibrate("--source", "CBS 37259, 2018-2020")

        point = StartingPoint.objects.get()
        base = baseline_of(point)
        assert code == 0
        assert (told["key"], told["new"], told["year"]) == (str(point.pk), True, 2020)
        assert (point.title, point.window) == (
            "Uitgangspunt 2020, gedrag van 2018-2019",
            "2018-2019",
        )
        # Towns of the region have their code; all others together are one area.
        assert base.regions == ("GM0166", "GM0193", "rest van Nederland")
        assert places_of_base(region, base, on=moment.date()) == ["GM0166", "GM0193"]
        assert base.population[0].sum() == pytest.approx(54_000)
        assert point.source.title == "CBS 37259, 2018-2020"
        assert any("leeftijd" in note for note in point.notes)
        assert any(
            "opgeteld tot één gebied, rest van Nederland: 2" in note for note in point.notes
        )
        assert Event.objects.filter(act="forecast.starting_point_recorded").count() == 1

    def test_keeps_others_apart_where_that_is_asked(self, calibrate, kampen, zwolle):
        _told, code = calibrate("--apart")

        base = baseline_of(StartingPoint.objects.get())
        assert code == 0
        assert base.regions == ("GM0166", "Raalte", "GM0193", "elders")

    def test_adds_up_who_merged_by_the_national_list(
        self, calibrate, tables, raalte, kampen, zwolle
    ):
        Organisation.objects.filter(pk=raalte.organisation_id).update(
            ends_before=date(2019, 1, 1), successor=zwolle.organisation
        )
        codes = {place.name: place.code for place in (raalte, kampen, zwolle)}
        for table in tables.iterdir():
            rows = [line.split(",") for line in table.read_text().splitlines()]
            kept = [[codes.get(row[0], row[0]), *row[1:]] for row in rows]
            kept = [row for row in kept if row[0] != raalte.code or row[1] == "2018"]
            table.write_text("\n".join(map(",".join, kept)) + "\n")

        _told, code = calibrate()

        point = StartingPoint.objects.get()
        assert code == 0
        assert baseline_of(point).regions == ("GM0166", "GM0193", "elders")
        assert any("GM0193 (GM0177)" in note for note in point.notes)

    def test_the_same_again_writes_nothing(self, calibrate, kampen):
        first, _code = calibrate()
        written = Event.objects.count(), Source.objects.count()

        again, code = calibrate("--source", "anders gezegd")

        assert code == 0
        assert (again["key"], again["new"]) == (first["key"], False)
        assert (Event.objects.count(), Source.objects.count()) == written

    def test_other_years_stand_beside_it(self, calibrate, kampen):
        calibrate()

        told, code = calibrate("--window", 1)

        assert (code, told["window"]) == (0, "2019-2019")
        standing = StartingPoint.objects.filter(superseded_at__isnull=True)
        assert {point.window for point in standing} == {"2018-2019", "2019-2019"}

    def test_the_secretary_may_and_others_may_not(
        self, calibrate, kampen, secretary, official_kampen
    ):
        refused, code = calibrate("--account", official_kampen.email)
        assert code == 2
        assert "regiosecretaris" in refused["error"]["text"]
        assert not StartingPoint.objects.exists()
        assert not Source.objects.exists()

        _told, code = calibrate("--account", secretary.email)
        assert code == 0
        assert StartingPoint.objects.get().recorded_by == secretary

    def test_refuses_tables_of_other_places(self, calibrate, region):
        refused, code = calibrate()

        assert code == 2
        assert "geen gemeente van de regio" in refused["error"]["text"]

    def test_refuses_a_region_that_is_not_there(self, tables):
        told, code = forecast("calibrate", "--data", str(tables), "--region", "nergens")

        assert code == 2
        assert "nergens" in told

    def test_asks_for_folder_and_region(self):
        told, code = forecast("calibrate")

        assert code == 2
        assert "--data" in told
        assert "--region" in told
