"""A fan is worked out once, in parts, by whoever, and says what the engine says."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from distributed import LocalCluster

from woonregie.engines.household import QUANTILES, compare, simulate
from woonregie.foundation.runs import results
from woonregie.foundation.runs.executor import Cluster, Here, NoClusterError, Processes
from woonregie.foundation.runs.models import Job, JobState
from woonregie.foundation.runs.services import cancel, perform
from woonregie.foundation.runs.services import start as ask
from woonregie.subjects.forecast import ensembles
from woonregie.subjects.forecast.ensembles import (
    FanError,
    apart,
    fan_of,
    question_of,
    work_out,
)
from woonregie.subjects.forecast.formats.tables import ASSUMED, chances
from woonregie.subjects.forecast.services import share_scenario
from woonregie.subjects.forecast.tests.factories import AT, save, turned
from woonregie.subjects.forecast.trajectories import MEASURES, Part

pytestmark = pytest.mark.django_db
HOMES = {"plannen": "eigen", "bronPlannen": "raadsbesluit", "hard-GM0166": 40, "hard-GM0193": 90}
FEW = 100


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.RESULTS_DIR = tmp_path / "results"
    return settings.RESULTS_DIR


@pytest.fixture
def plain(start, kampen):
    return save(start, kampen.organisation, levers=turned(jaren=3, **HOMES))


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        protocol="tcp",
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    ) as started:
        yield started.scheduler_address


def answered(scenario, executor=None, trajectories=FEW, told=lambda done: None):
    question = question_of(scenario, trajectories=trajectories)
    work_out(question, executor or Here(2), told, at=AT)
    return fan_of(scenario, trajectories=trajectories)


def engine_fan(question):
    told = question.drawing
    return simulate(
        told.base,
        told.scenario,
        years=told.years,
        trajectories=question.trajectories,
        seed=told.seed,
        uncertainty=chances(),
    )


class TestTheFan:
    def test_another_number_of_the_rows_asks_another_question(self, plain, monkeypatch, tmp_path):
        one = question_of(plain)
        rows = ASSUMED.read_text().replace("chance/leaving,0.039,", "chance/leaving,0.05,")
        own = tmp_path / "calibration.csv"
        own.write_text(rows)
        monkeypatch.setattr(ensembles, "chances", lambda: chances(own))

        other = question_of(plain)

        assert one.drawing.uncertainty.leaving == 0.039
        assert other.drawing.uncertainty.leaving == 0.05
        assert one.key != other.key
        assert not one.meets(other)

    def test_says_what_the_engine_says(self, plain):
        fan = answered(plain)

        engine = engine_fan(fan.question)
        assert fan.years == engine.years == (2026, 2027, 2028, 2029)
        for at, place in enumerate(fan.question.places):
            for measure in ("population", "households", "need", "shortage", "aged_80"):
                for share in QUANTILES:
                    found = fan.quantile(measure, share, place)
                    assert found == pytest.approx(engine.quantile(measure, share)[:, at])
        whole = engine.total_quantile("need", 0.9, fan.question.places)
        assert fan.quantile("need", 0.9) == pytest.approx(whole)

    def test_says_how_likely_hard_plans_are_enough(self, plain):
        fan = answered(plain)

        engine = engine_fan(fan.question)
        chance = engine.probability(lambda now: now["hard_capacity"] >= now["need_growth"])
        assert fan.enough("GM0166") == pytest.approx(chance[:, 0])
        # At the start nothing is needed, and nothing is enough.
        assert fan.enough()[0] == 1
        grown = engine.values("need_growth", 2029)[:, :2].sum(axis=1)
        # 3 years x (40 + 90) dwellings
        assert fan.enough()[3] == pytest.approx((grown < 390).mean())

    def test_has_every_measure_of_every_place(self, plain):
        fan = answered(plain)

        for place in ("", "GM0166", "GM0193"):
            for measure in MEASURES:
                low, high = (fan.quantile(measure, share, place) for share in (0.1, 0.9))
                assert (low <= high).all()
        assert fan.quantile("hard_capacity", 0.5).tolist() == [0, 130, 260, 390]

    def test_is_not_there_before_somebody_asked(self, plain):
        assert fan_of(plain, trajectories=FEW) is None

    def test_of_other_levers_is_another(self, start, plain, kampen):
        other = save(start, kampen.organisation, name="Meer", levers=turned(immigratie=120))

        answered(plain)

        assert fan_of(other, trajectories=FEW) is None

    def test_of_another_name_is_the_same(self, start, plain, zwolle):
        again = save(start, zwolle.organisation, name="Ook", levers=turned(jaren=3, **HOMES))

        answered(plain)

        assert fan_of(again, trajectories=FEW) is not None

    @pytest.mark.parametrize("asked", [{"trajectories": 1}, {"trajectories": 10**6}, {"seed": -1}])
    def test_that_cannot_be_is_refused(self, plain, asked):
        with pytest.raises(FanError):
            question_of(plain, **asked)


class TestWhoeverDoesIt:
    @pytest.mark.parametrize("who", ["processes", "cluster"])
    def test_the_numbers_are_the_same(self, plain, who, request, folder, settings, tmp_path):
        alone = answered(plain)
        settings.RESULTS_DIR = tmp_path / "beside"

        executor = (
            Processes(2) if who == "processes" else Cluster(request.getfixturevalue("cluster"))
        )
        beside = answered(plain, executor)

        for place in alone.found:
            for name, values in alone.found[place].items():
                assert np.array_equal(values, beside.found[place][name]), name
        assert beside.question.rows.exists()


class Counting(Here):
    """Does the work here, and counts it."""

    def __init__(self):
        super().__init__(2)
        self.done = []

    def each(self, work, shared, parts):
        for part, found in super().each(work, shared, parts):
            self.done.append(part)
            yield part, found


class StoppedError(Exception):
    """Somebody asked to stop."""


class TestStopAndGoOn:
    def test_the_same_question_is_answered_once(self, plain):
        first, second = Counting(), Counting()

        answered(plain, first)
        answered(plain, second)

        assert first.done == [Part(0, 64), Part(64, 36)]
        assert second.done == []

    def test_goes_on_where_it_was_stopped(self, plain):
        def stop(done):
            if done >= 64:
                raise StoppedError

        first, second = Counting(), Counting()
        with pytest.raises(StoppedError):
            answered(plain, first, told=stop)
        assert fan_of(plain, trajectories=FEW) is None

        told = []
        resumed = answered(plain, second, told=told.append)

        assert first.done == [Part(0, 64)]
        assert second.done == [Part(64, 36)]
        assert told == [64, 100]
        engine = engine_fan(resumed.question)
        assert resumed.quantile("need", 0.25, "GM0193") == pytest.approx(
            engine.quantile("need", 0.25)[:, 1]
        )

    def test_leaves_no_parts_behind(self, plain, folder):
        answered(plain)

        assert sorted(path.parent.parent.name for path in folder.rglob("*.parquet")) == [
            "forecast.bands",
            "forecast.fan",
        ]

    def test_who_was_there_first_took_the_parts_away(self, plain):
        fan = answered(plain)
        fan.question.bands.unlink()

        ensembles._join(fan.question, fan.question.parts())

        assert fan_of(plain, trajectories=FEW) is not None


class TestApart:
    def test_a_difference_has_no_noise(self, start, plain, kampen):
        levers = turned(jaren=3, immigratie=110, **HOMES)
        more = save(start, kampen.organisation, name="Meer immigratie", levers=levers)
        one, two = answered(plain), answered(more)

        years, found = apart(one, two, "population", "GM0193")

        base, mine, hers = (
            one.question.drawing.base,
            one.question.drawing.scenario,
            two.question.drawing.scenario,
        )
        engine = compare(base, mine, hers, years=3, trajectories=FEW, uncertainty=chances())
        assert years == engine.first.years
        for share in QUANTILES:
            assert found[share] == pytest.approx(
                engine.quantile("population", share)[:, 1], abs=0.01
            )

    def test_of_the_region_is_of_its_municipalities_together(self, start, plain, kampen):
        levers = turned(jaren=2, **HOMES)
        shorter = save(start, kampen.organisation, name="Korter", levers=levers)

        years, found = apart(answered(plain), answered(shorter), "need")

        # The first years do not depend on how many follow.
        assert years == (2026, 2027, 2028)
        assert not any(values.any() for values in found.values())

    def test_needs_the_same_chance(self, plain):
        one, two = answered(plain), answered(plain, trajectories=80)

        with pytest.raises(FanError, match="niet hetzelfde toeval"):
            apart(one, two, "need")

    def test_needs_a_measure_that_was_kept(self, plain):
        fan = answered(plain)

        with pytest.raises(FanError, match="staat niet in de waaier"):
            apart(fan, fan, "need; DROP TABLE")


class TestTheJob:
    @pytest.fixture
    def clock(self):
        return lambda: AT

    def asked(self, scenario, by, **more):
        given = {"scenario": str(scenario.pk), "trajectories": FEW, **more}
        return ask(kind="forecast.fan", parameters=given, by=by, at=AT, enqueue=str)

    def test_works_the_fan_out_for_whoever_may_read_it(self, plain, official_kampen, clock):
        ended = perform(job_id=str(self.asked(plain, official_kampen).pk), clock=clock)

        assert ended.state == JobState.DONE, ended.message
        assert ended.result["scenario"] == str(plain.pk)
        assert fan_of(plain, trajectories=FEW) is not None

    def test_of_another_municipality_is_not_there(self, plain, official_zwolle, clock, folder):
        ended = perform(job_id=str(self.asked(plain, official_zwolle).pk), clock=clock)

        assert (ended.state, ended.result) == (JobState.REFUSED, {"code": "no_scenario"})
        assert plain.name not in ended.message
        assert not list(folder.rglob("*.parquet"))

    def test_of_what_was_shared_is_for_the_region(self, plain, official_zwolle, clock):
        share_scenario(by=None, at=AT, scenario=plain)

        ended = perform(job_id=str(self.asked(plain, official_zwolle).pk), clock=clock)

        assert ended.state == JobState.DONE, ended.message

    def test_stops_at_the_next_part_and_keeps_what_is_done(
        self, plain, official_kampen, clock, monkeypatch, folder
    ):
        job = self.asked(plain, official_kampen)
        each = Here.each

        def asked_to_stop(self, work, shared, parts):
            for found in each(self, work, shared, parts):
                cancel(job=Job.objects.get(), at=AT)
                yield found

        monkeypatch.setattr(Here, "each", asked_to_stop)
        ended = perform(job_id=str(job.pk), clock=clock)

        assert ended.state == JobState.CANCELLED
        assert len(list(folder.rglob("*.parquet"))) == 1

    def test_says_when_the_cluster_is_gone(self, plain, official_kampen, clock, settings):
        settings.DASK = "tcp://127.0.0.1:9"

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("woonregie.foundation.runs.executor.SECONDS_TO_ANSWER", 0.2)
            ended = perform(job_id=str(self.asked(plain, official_kampen).pk), clock=clock)

        assert ended.state == JobState.REFUSED
        assert ended.result == {"code": NoClusterError.code}

    def test_large_work_is_given_to_others(self, plain):
        drawing = question_of(plain).drawing
        long = replace(drawing, years=100)

        # 20,000 trajectories x 100 years x 3 regions
        assert not ensembles.Question(long, (), 20_000).small
        assert question_of(plain).small


def test_results_are_swept_like_all_others(plain):
    fan = answered(plain)
    later = fan.question.rows.stat().st_mtime + results.KEPT_FOR.total_seconds() + 100

    assert results.sweep(at=AT.fromtimestamp(later, tz=AT.tzinfo)) == 2
    assert fan_of(plain, trajectories=FEW) is None
