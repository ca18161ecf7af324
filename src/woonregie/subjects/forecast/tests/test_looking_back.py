"""How our own model turned out: kept once, replaced by other counts, shown to who works here."""

import csv
import io
import json
import re

import numpy as np
import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from woonregie.engines.household import History, backtest
from woonregie.foundation.audit.models import Event
from woonregie.foundation.pages.errors import ForbiddenError
from woonregie.subjects.forecast.errors import ForecastError
from woonregie.subjects.forecast.models import BacktestFigure, BacktestRecord
from woonregie.subjects.forecast.queries.records import records_of
from woonregie.subjects.forecast.services import keep_backtest
from woonregie.subjects.forecast.tests.factories import AT

pytestmark = pytest.mark.django_db
PAGE = reverse("forecast:shelf_life", args=["testregio"])
PEOPLE = {"GM0166": [500, 510, 520, 530], "GM0193": [1200, 1210, 1220, 1230], "rest": [9e3] * 4}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def tried(last=1230, horizon=1, national=False):
    """Return a backtest of two towns and the rest of the country; Zwolle ends at `last`."""
    people = np.array(list(PEOPLE.values())).T
    people[-1, 1] = last
    history = History.from_arrays(regions=list(PEOPLE), years=range(2017, 2021), people=people)
    return backtest(
        history,
        origin=2020 - horizon,
        horizon=horizon,
        models=["linear", "share"],
        national=national,
    )


@pytest.fixture
def keep(region, kampen, zwolle, a_source):
    """Keep a backtest of the two towns."""

    def kept(found=None, by=None):
        return keep_backtest(
            by=by,
            at=AT,
            region=region,
            found=found or tried(),
            municipalities={"GM0166": kampen.pk, "GM0193": zwolle.pk},
            source=a_source,
        )

    return kept


class TestKeepBacktest:
    def test_keeps_what_models_expected_and_what_was_counted(self, keep, region, kampen, zwolle):
        record, fresh = keep()

        found = records_of(region, [kampen.pk, zwolle.pk])[0]
        assert fresh
        assert (record.origin, record.target, record.national_given) == (2019, 2020, False)
        # A straight line through 500 and 520 goes on to 530; who keeps her share stays at 520.
        assert found.expected["linear"].tolist() == [530, 1230]
        assert found.counted.tolist() == [530, 1230]
        assert found.error("share", 0) == pytest.approx(520 / 530 - 1, abs=1e-4)
        # The rest of the country is no municipality of the region.
        assert BacktestFigure.objects.count() == 4

    def test_the_same_again_writes_nothing(self, keep):
        record, _fresh = keep()

        assert keep() == (record, False)
        assert Event.objects.filter(act="forecast.backtest_kept").count() == 1

    def test_other_counts_replace_it_and_both_stay(self, keep, region, kampen, zwolle):
        old, _fresh = keep()

        new, fresh = keep(tried(last=1240))

        old.refresh_from_db()
        assert fresh
        assert old.superseded_at == AT
        assert [item.kept for item in records_of(region, [kampen.pk, zwolle.pk])] == [new]
        assert BacktestRecord.objects.count() == 2

    def test_writes_an_audit_line_last(self, keep):
        record, _fresh = keep()

        event = Event.objects.order_by("pk").last()
        assert event.act == "forecast.backtest_kept"
        assert event.payload["digest"] == record.digest

    def test_only_the_secretary_of_the_region_keeps_one(self, keep, secretary, official_kampen):
        with pytest.raises(ForbiddenError):
            keep(by=official_kampen)

        assert keep(by=secretary)[1]

    def test_asks_for_a_municipality_of_the_region(self, region, a_source):
        with pytest.raises(ForecastError, match="CBS-codes"):
            keep_backtest(
                by=None, at=AT, region=region, found=tried(), municipalities={}, source=a_source
            )

    def test_nothing_in_it_changes(self, keep):
        keep()

        with pytest.raises(DatabaseError), transaction.atomic():
            BacktestFigure.objects.update(expected=1)


class TestOurRecordOnThePage:
    def seen(self, answer):
        return " ".join(answer.content.decode().replace("\u00a0", " ").split())

    def test_tells_a_municipality_how_each_model_was_off(self, client_for, official_kampen, keep):
        keep()

        text = self.seen(client_for(official_kampen).get(PAGE, {"gemeente": "GM0166"}))

        assert (
            "verwachtte een rechte lijn voor Kampen op 1 januari 2020 530 personen. Het werden "
            "er 530. Dat is precies goed." in text
        )
        assert "gelijk aandeel 1,9 % te laag" in text

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            (True, "en met het landelijk totaal van 2020, verwachtte"),
            (True, "niets van daarna, behalve het landelijk totaal, en legden"),
            (True, "Het landelijk totaal van het doeljaar is gegeven"),
            (False, "Ook het landelijk totaal is geraamd."),
        ],
    )
    def test_says_whether_the_national_total_was_known(
        self, client_for, secretary, keep, given, words
    ):
        keep(tried(national=given))

        assert words in self.seen(client_for(secretary).get(PAGE))

    def test_adds_up_the_region_and_gives_the_mean(self, client_for, secretary, keep):
        keep()

        text = self.seen(client_for(secretary).get(PAGE))

        # 520 + 1,220 beside 530 + 1,230; the mean of 1.887 and 0.813 % is 1.35 %.
        assert "1.760 personen" in text
        assert "gelijk aandeel 1,1 % te laag" in text
        assert "Gemiddelde afwijking" in text
        assert re.search(
            r"Gemiddelde afwijking.*?>1,3<", text.replace(" <", "<").replace("> ", ">")
        )

    def test_says_nothing_where_nothing_was_kept(self, client_for, secretary, kampen):
        assert "eigen model" not in self.seen(client_for(secretary).get(PAGE))

    def test_machines_read_it_too(self, client_for, secretary, keep):
        keep()

        answer = client_for(secretary).get(
            reverse("api:forecast_shelf_life"), {"regio": "testregio", "maat": "persons"}
        )

        told = answer.json()
        assert answer.status_code == 200
        record = told["eigenModel"][0]
        assert (record["vanuit"], record["jaar"], record["landelijkTotaalGegeven"]) == (
            2019,
            2020,
            False,
        )
        assert {
            "gemeente": "GM0166",
            "geteld": 530.0,
            "verwacht": {"linear": 530.0, "share": 520.0},
        } in record["gemeenten"]

    def test_a_stranger_reads_nothing(self, client_for, stranger, keep):
        keep()

        answer = client_for(stranger).get(
            reverse("api:forecast_shelf_life"), {"regio": "testregio"}
        )
        assert answer.status_code == 404


class TestKeepCommand:
    @pytest.fixture
    def folder(self, tmp_path, kampen, zwolle):
        """Return a folder with the code of one town and the name of the other."""
        named = {"GM0166": "GM0166", "GM0193": "Zwolle", "rest": "rest"}
        with (tmp_path / "population.csv").open("w", newline="") as stream:
            out = csv.writer(stream)
            out.writerow(["region", "year", "sex", "age", "population"])
            for code, counts in PEOPLE.items():
                for year, people in enumerate(counts, start=2017):
                    out.writerow([named[code], year, "total", "total", int(people)])
        return tmp_path

    def run(self, folder, *more):
        out, err, code = io.StringIO(), io.StringIO(), 0
        asked = ["backtest", "--data", str(folder), "--origin", "2019", "--horizon", "1", *more]
        try:
            call_command("forecast", *asked, "--format", "json", stdout=out, stderr=err)
        except SystemExit as error:
            code = error.code
        return json.loads(out.getvalue() or err.getvalue()), code

    def test_keeps_it_for_a_region(self, folder, region):
        asked = ["--keep", "--region", "testregio", "--source", "CBS 37259"]
        asked += ["--models", "ours", "linear", "share"]

        told, code = self.run(folder, *asked)

        record = BacktestRecord.objects.get()
        assert (code, told["new"], told["kept"]) == (0, True, str(record.pk))
        assert record.source.title == "CBS 37259"
        assert record.figures.count() == 6
        assert not self.run(folder, *asked)[0]["new"]

    def test_keeps_the_household_model_where_nobody_says_which(self, folder, region):
        with (folder / "components.csv").open("w", newline="") as stream:
            out = csv.writer(stream)
            out.writerow(["region", "year", "births", "deaths", "arrivals", "departures"])
            for code in ("GM0166", "Zwolle", "rest"):
                for year in (2017, 2018, 2019):
                    out.writerow([code, year, 12, 10, 20, 20])

        told, code = self.run(folder, "--keep", "--region", "testregio")

        assert code == 0, told
        kept = BacktestFigure.objects.values_list("model", flat=True)
        assert set(kept) == {"household", "linear", "share"}
        # What was told is what was kept.
        assert set(told["models"]) == set(kept)

    def test_keeps_nothing_unless_asked(self, folder, region):
        self.run(folder)

        assert not BacktestRecord.objects.exists()

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            ([], "--region"),
            (["--region", "nergens"], "nergens is er niet"),
            (["--region", "testregio", "--models", "linear", "share"], "household of ours"),
        ],
    )
    def test_refuses_before_any_work(self, tmp_path, region, more, why):
        # Who had read this folder would say that nothing is in it.
        told, code = self.run(tmp_path, "--keep", *more)

        assert code == 2
        assert why in told["error"]["text"]
