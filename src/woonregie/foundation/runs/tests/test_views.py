"""The page of a job is its owner's, moves while it works, and stops moving when it ends."""

from datetime import timedelta

import pytest
import time_machine

from woonregie.foundation.pages.errors import RefusedError
from woonregie.foundation.runs.models import Job, JobState
from woonregie.foundation.runs.services import perform

pytestmark = pytest.mark.django_db
OTHERS = [
    "official_kampen",
    "official_zwolle",
    "executive_kampen",
    "account_manager",
    "corporation_adviser",
    "guest",
    "administrator",
    "stranger",
]


@pytest.fixture(autouse=True)
def _now(moment):
    with time_machine.travel(moment, tick=False):
        yield


@pytest.fixture
def browser(client_for, secretary):
    return client_for(secretary)


def _address(job):
    return f"/taken/{job.pk}/"


def _fragment(browser, job):
    answer = browser.get(_address(job), headers={"hx-request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


class TestDetail:
    def test_is_a_whole_page_with_the_way_back(self, ask, browser):
        html = browser.get(_address(ask())).content.decode()

        assert "<html" in html
        assert "Tellen</h1>" in html
        assert "Wacht." in html
        assert "U mag deze pagina verlaten" in html

    @pytest.mark.parametrize("name", OTHERS)
    def test_is_its_owners_alone(self, name, ask, client_for, request):
        job = ask()
        other = client_for(request.getfixturevalue(name))

        assert other.get(_address(job)).status_code == 404
        assert other.post(f"{_address(job)}stoppen/").status_code == 404
        job.refresh_from_db()
        assert job.state == JobState.WAITING

    def test_of_the_server_itself_is_nobodys(self, ask, browser):
        assert browser.get(_address(ask(by=None))).status_code == 404

    def test_asks_a_passer_by_to_log_in(self, ask, client):
        assert client.get(_address(ask()))["Location"].startswith("/account/login/")

    def test_of_no_job_is_not_there(self, browser, region):
        assert browser.get(f"/taken/{region.pk}/").status_code == 404


class TestFragment:
    @pytest.mark.parametrize("state", ["waiting", "running"])
    def test_asks_for_itself_while_there_is_work(self, ask, browser, state, moment):
        job = ask()
        Job.objects.update(state=state, heartbeat_at=moment)

        html = _fragment(browser, job)

        assert "<html" not in html
        assert f'hx-get="{_address(job)}"' in html
        assert 'hx-trigger="every' in html
        assert f'action="{_address(job)}stoppen/"' in html

    @pytest.mark.parametrize("state", ["done", "refused", "failed", "cancelled"])
    def test_asks_no_more_when_the_work_has_ended(self, ask, browser, state):
        job = ask()
        Job.objects.update(state=state, result={"counted": 3})

        html = _fragment(browser, job)

        assert "hx-get" not in html
        assert "hx-trigger" not in html
        assert "stoppen" not in html

    def test_shows_how_far_the_work_is(self, ask, browser, moment):
        job = ask()
        Job.objects.update(state="running", progress=0.25, message="Rij 250", heartbeat_at=moment)

        html = _fragment(browser, job)

        assert '<progress id="voortgang-balk" max="1" value="0.250">' in html
        assert 'for="voortgang-balk"' in html
        assert "Rij 250" in html
        assert 'role="status"' in html

    def test_says_how_long_it_goes_on_at_this_pace(self, ask, browser, moment):
        job = ask()
        begun = moment - timedelta(minutes=5)
        Job.objects.update(state="running", progress=0.25, started_at=begun, heartbeat_at=moment)

        assert "Nog ongeveer 15 minuten." in _fragment(browser, job)

    def test_guesses_nothing_from_the_first_steps(self, ask, browser, moment):
        job = ask()
        begun = moment - timedelta(minutes=5)
        Job.objects.update(state="running", progress=0.01, started_at=begun, heartbeat_at=moment)

        assert "Nog " not in _fragment(browser, job)

    def test_takes_no_markup_from_a_message(self, ask, browser):
        job = ask()
        Job.objects.update(message="<script>alert(1)</script>")

        assert "<script>" not in _fragment(browser, job)

    def test_leads_to_the_result(self, ask, browser, clock):
        job = ask()
        perform(job_id=str(job.pk), clock=clock)

        assert 'href="/3/"' in _fragment(browser, job)

    def test_leads_nowhere_when_there_is_no_result(self, ask, register, browser, clock):
        def work(_job):
            raise RefusedError("Dit bestand is leeg.")

        register(work, result_url=lambda result: f"/{result['counted']}/")
        job = ask()
        perform(job_id=str(job.pk), clock=clock)

        html = _fragment(browser, job)

        assert "Dit bestand is leeg." in html
        assert "Bekijk de uitkomst" not in html

    def test_shows_at_once_that_silent_work_is_dead(self, ask, browser, moment):
        job = ask()
        Job.objects.update(state="running", heartbeat_at=moment - timedelta(hours=1))

        html = _fragment(browser, job)

        assert "Mislukt." in html
        assert "hx-get" not in html


class TestCancel:
    def test_stops_what_waits(self, ask, browser):
        job = ask()

        answer = browser.post(f"{_address(job)}stoppen/", follow=True)

        assert "Gestopt." in answer.content.decode()

    def test_asks_what_runs_to_stop(self, ask, browser, moment):
        job = ask()
        Job.objects.update(state="running", heartbeat_at=moment)

        browser.post(f"{_address(job)}stoppen/")

        job.refresh_from_db()
        assert job.cancel_requested_at is not None

    def test_needs_a_post(self, ask, browser):
        assert browser.get(f"{_address(ask())}stoppen/").status_code == 405
