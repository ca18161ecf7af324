"""Long work is asked once, done once, and always ends in words."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import get_callable

from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.runs.models import Job, JobState
from woonregie.foundation.runs.registry import UnknownJobError, all_jobs, job_named
from woonregie.foundation.runs.services import SILENT_AFTER, cancel, perform, reap, start
from woonregie.foundation.runs.tests.conftest import COUNTING

pytestmark = pytest.mark.django_db


def count_to_four(_job):
    return {"counted": 4}


def where_four_is(result):
    return f"/{result['counted']}/"


class TestStart:
    def test_keeps_what_is_asked_and_hands_it_over_after_the_commit(
        self, ask, secretary, moment, django_capture_on_commit_callbacks
    ):
        handed = []

        with django_capture_on_commit_callbacks() as callbacks:
            job = ask(enqueue=handed.append, year=2027)

        assert (job.state, job.progress, job.created_by) == (JobState.WAITING, 0.0, secretary)
        assert (job.parameters, job.created_at) == ({"year": 2027}, moment)
        assert handed == []
        [callback] = callbacks
        callback()
        assert handed == [str(job.pk)]

    def test_the_same_again_is_the_same_job(self, ask, django_capture_on_commit_callbacks):
        handed = []

        with django_capture_on_commit_callbacks(execute=True):
            first = ask(enqueue=handed.append, year=2027, horizon=10)
            second = ask(enqueue=handed.append, horizon=10, year=2027)

        assert first == second
        assert handed == [str(first.pk)]

    def test_also_while_it_runs(self, ask):
        first = ask()
        Job.objects.update(state=JobState.RUNNING)

        assert ask() == first

    @pytest.mark.parametrize("state", ["done", "refused", "failed", "cancelled"])
    def test_what_has_ended_may_be_asked_again(self, ask, state):
        first = ask()
        Job.objects.update(state=state)

        assert ask() != first

    def test_other_input_is_other_work(self, ask):
        assert ask(year=2027) != ask(year=2028)

    def test_the_same_of_somebody_else_is_her_own(self, ask, official_kampen):
        assert ask() != ask(by=official_kampen)

    def test_keeps_days_and_keys_as_text(self, ask, kampen):
        job = ask(on=date(2027, 1, 1), place=kampen.pk, share=Decimal("1.30"))

        job.refresh_from_db()
        assert job.parameters == {"on": "2027-01-01", "place": str(kampen.pk), "share": "1.3"}

    def test_refuses_work_that_no_room_registered(self, secretary, moment):
        with pytest.raises(UnknownJobError):
            start(kind="toets.unheard", parameters={}, by=secretary, at=moment, enqueue=str)

        assert not Job.objects.exists()

    def test_the_database_holds_it_once_also_when_two_press_at_once(self, ask):
        job = ask()

        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.create(
                kind=COUNTING, input_digest=job.input_digest, created_at=job.created_at
            )


class TestPerform:
    def test_does_the_work_and_keeps_its_result(self, ask, register, clock, moment, secretary):
        seen = []

        def work(job):
            seen.append((job.by, job.parameters, Job.objects.get().state))
            return {"counted": 3, "on": date(2027, 1, 1)}

        register(work)

        ended = perform(job_id=str(ask(year=2027).pk), clock=clock)

        assert seen == [(secretary, {"year": 2027}, JobState.RUNNING)]
        assert (ended.state, ended.progress) == (JobState.DONE, 1.0)
        assert ended.result == {"counted": 3, "on": "2027-01-01"}
        assert moment < ended.started_at < ended.ended_at

    def test_a_refusal_is_kept_in_words(self, ask, register, clock):
        def work(_job):
            raise RefusedError("Dit bestand is leeg.", file="plannen.csv")

        register(work)

        ended = perform(job_id=str(ask().pk), clock=clock)

        assert (ended.state, ended.message) == (JobState.REFUSED, "Dit bestand is leeg.")
        assert ended.result == {"code": "refused"}
        assert ended.ended_at is not None

    def test_a_fault_of_ours_is_logged_and_not_shown(self, ask, register, clock, caplog):
        def work(_job):
            raise ValueError("password=hunter2 at /srv/woonregie/secret.py")

        register(work)

        ended = perform(job_id=str(ask().pk), clock=clock)

        assert ended.state == JobState.FAILED
        assert ended.message == "Er ging iets mis aan onze kant. Er is niets half bewaard."
        assert "hunter2" not in f"{ended.message}{ended.result}"
        assert "hunter2" in caplog.text
        assert "Traceback" in caplog.text

    def test_a_fault_leaves_nothing_half(self, ask, register, clock, zwolle):
        def work(_job):
            with transaction.atomic():
                type(zwolle.organisation).objects.update(name="Half")
                raise ZeroDivisionError

        register(work)

        perform(job_id=str(ask().pk), clock=clock)

        zwolle.organisation.refresh_from_db()
        assert zwolle.organisation.name == "Zwolle"

    def test_work_that_was_retired_fails_in_words(self, ask, clock):
        job = ask()
        Job.objects.update(kind="toets.retired")

        assert perform(job_id=str(job.pk), clock=clock).state == JobState.FAILED

    @pytest.mark.parametrize("state", ["running", "done", "refused", "failed", "cancelled"])
    def test_leaves_alone_what_does_not_wait(self, ask, register, clock, state):
        done = []
        register(lambda _job: done.append(1) or {})
        job = ask()
        Job.objects.update(state=state)

        assert perform(job_id=str(job.pk), clock=clock).state == state
        assert done == []

    def test_twice_is_once(self, ask, register, clock):
        done = []
        register(lambda _job: done.append(1) or {})
        job = ask()

        perform(job_id=str(job.pk), clock=clock)
        perform(job_id=str(job.pk), clock=clock)

        assert done == [1]

    def test_of_no_job_is_an_error(self, clock):
        with pytest.raises(Job.DoesNotExist):
            perform(job_id=str(uuid4()), clock=clock)

    def test_keeps_no_more_of_a_message_than_fits(self, ask, register, clock):
        def work(_job):
            raise RefusedError("x" * 900)

        register(work)

        assert len(perform(job_id=str(ask().pk), clock=clock).message) == 500


class TestProgress:
    @pytest.mark.parametrize(("said", "kept"), [(0.25, 0.25), (-1, 0.0), (7, 1.0)])
    def test_is_kept_with_a_sign_of_life(self, ask, register, clock, said, kept):
        seen = []

        def work(job):
            before = Job.objects.get().heartbeat_at
            job.progress(said, "Rij 250 van 1.000")
            now = Job.objects.get()
            seen.append((now.progress, now.message, now.heartbeat_at > before))
            return {}

        register(work)

        perform(job_id=str(ask().pk), clock=clock)

        assert seen == [(kept, "Rij 250 van 1.000", True)]

    def test_knows_the_time_by_the_clock_of_the_edge(self, ask, register, clock, moment):
        seen = []
        register(lambda job: seen.append(job.now) or {})

        perform(job_id=str(ask().pk), clock=clock)

        assert seen[0] > moment


class TestCancel:
    def test_what_waits_stops_at_once(self, ask, clock, moment):
        job = ask()

        cancel(job=job, at=moment)

        job.refresh_from_db()
        assert (job.state, job.ended_at) == (JobState.CANCELLED, moment)
        assert perform(job_id=str(job.pk), clock=clock).state == JobState.CANCELLED

    def test_what_runs_stops_at_its_next_progress(self, ask, register, clock, moment):
        reached = []

        def work(job):
            job.progress(0.1)
            cancel(job=Job.objects.get(), at=moment)
            reached.append("after the request")
            job.progress(0.2)
            reached.append("after the stop")
            return {}

        register(work)

        ended = perform(job_id=str(ask().pk), clock=clock)

        assert ended.state == JobState.CANCELLED
        assert ended.message == "Gestopt op verzoek."
        assert (ended.cancel_requested_at, ended.progress) == (moment, 0.1)
        assert reached == ["after the request"]

    def test_undoes_what_the_transaction_had_written(self, ask, register, clock, moment, zwolle):
        def work(job):
            cancel(job=Job.objects.get(), at=moment)
            with transaction.atomic():
                type(zwolle.organisation).objects.update(name="Half")
                job.progress(0.5)
            return {}

        register(work)

        perform(job_id=str(ask().pk), clock=clock)

        zwolle.organisation.refresh_from_db()
        assert zwolle.organisation.name == "Zwolle"

    def test_keeps_the_first_moment_of_asking(self, ask, moment):
        job = ask()
        Job.objects.update(state=JobState.RUNNING)

        cancel(job=job, at=moment)
        cancel(job=job, at=moment + timedelta(minutes=1))

        job.refresh_from_db()
        assert job.cancel_requested_at == moment

    @pytest.mark.parametrize("state", ["done", "refused", "failed", "cancelled"])
    def test_changes_nothing_about_what_has_ended(self, ask, moment, state):
        job = ask()
        Job.objects.update(state=state)

        cancel(job=job, at=moment)

        job.refresh_from_db()
        assert (job.state, job.cancel_requested_at) == (state, None)


class TestReap:
    @pytest.fixture
    def running(self, ask, moment):
        job = ask()
        Job.objects.update(state=JobState.RUNNING, started_at=moment, heartbeat_at=moment)
        return job

    def test_buries_what_is_silent_too_long(self, running, moment):
        assert reap(at=moment + SILENT_AFTER + timedelta(seconds=1)) == 1

        running.refresh_from_db()
        assert running.state == JobState.FAILED
        assert "gaf geen teken meer" in running.message
        assert running.ended_at is not None

    def test_leaves_what_gave_a_sign(self, running, moment):
        assert reap(at=moment + SILENT_AFTER) == 0

    def test_leaves_what_waits(self, ask, moment):
        ask()

        assert reap(at=moment + timedelta(days=30)) == 0

    def test_makes_room_to_ask_again(self, running, ask, moment):
        reap(at=moment + timedelta(hours=1))

        assert ask() != running

    def test_who_was_taken_for_dead_stops_at_the_next_progress(self, ask, register, clock, moment):
        def work(job):
            reap(at=moment + timedelta(hours=1))
            job.progress(0.5)
            return {"counted": 3}

        register(work)

        ended = perform(job_id=str(ask().pk), clock=clock)

        assert ended.state == JobState.FAILED
        assert "gaf geen teken meer" in ended.message

    def test_work_that_was_done_after_all_is_done(self, ask, register, clock, moment):
        """It was silent in one long step, and then it had kept everything."""

        def work(_job):
            reap(at=moment + timedelta(hours=1))
            return {"counted": 3}

        register(work)

        ended = perform(job_id=str(ask().pk), clock=clock)

        assert (ended.state, ended.result) == (JobState.DONE, {"counted": 3})


class TestRegistry:
    def test_gives_work_by_name(self, register):
        register(dict)

        assert job_named(COUNTING).title == "Tellen"
        assert COUNTING in all_jobs()

    def test_every_job_has_a_title_and_names_its_room(self):
        for name, job in all_jobs().items():
            assert job.title, name
            assert "." in name, name

    def test_every_job_stands_where_its_room_says(self):
        for name, job in all_jobs().items():
            assert callable(get_callable(job.work)), name
            assert job.result_url is None or callable(get_callable(job.result_url)), name

    def test_finds_work_that_is_only_named(self, register, ask, clock):
        register(f"{__name__}.count_to_four", result_url=f"{__name__}.where_four_is")

        ended = perform(job_id=str(ask().pk), clock=clock)

        assert ended.result == {"counted": 4}
        assert job_named(COUNTING).address(ended.result) == "/4/"

    def test_shows_nothing_of_work_without_a_page(self, register):
        register(dict)

        assert job_named(COUNTING).address({}) == ""

    def test_knows_no_other(self):
        with pytest.raises(UnknownJobError, match=r"toets\.unheard"):
            job_named("toets.unheard")


def test_moments_are_kept_exactly(ask, clock):
    job = ask()

    perform(job_id=str(job.pk), clock=clock)

    job.refresh_from_db()
    assert isinstance(job.started_at, datetime)
    assert job.started_at.tzinfo is not None
