"""A real worker process takes a real job from a real database on disk."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

SOURCE = Path(__file__).parents[4]
# The worker has no test's job, so this script is the room that registers one.
ROOM = """
import os, sys, time
sys.path.insert(0, {source!r})
os.environ["DJANGO_SETTINGS_MODULE"] = "woonregie.conf.development"
import django
django.setup()
from woonregie.foundation.runs.registry import register_job

def count(job):
    for step in range(3):
        job.progress(step / 3, f"stap {{step}}")
    return {{"process": os.getpid(), "homes": job.parameters["homes"]}}

register_job("toets.count", count, "Tellen")
"""
ASK = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.utils import timezone
from woonregie.foundation.runs.services import start
from woonregie.foundation.runs.tasks import perform
job = start(kind="toets.count", parameters={"homes": 600}, by=None, at=timezone.now(),
            enqueue=perform.enqueue)
print(job.pk, job.state)
"""
WORK = """
from django.core.management import call_command
call_command("db_worker", batch=True, startup_delay=False, interval=0, verbosity=0)
print(os.getpid())
"""
LOOK = """
from woonregie.foundation.runs.models import Job
job = Job.objects.get()
print(job.state, job.progress, job.result["process"], job.result["homes"])
"""


@pytest.fixture
def room(tmp_path):
    script, database = tmp_path / "room.py", tmp_path / "huis.sqlite3"
    if "WOONREGIE_MIGRATED" in os.environ:
        # `make test` made all tables already.
        shutil.copy(os.environ["WOONREGIE_MIGRATED"], database)
    environment = {
        **os.environ,
        "WOONREGIE_DATA_DIR": str(tmp_path),
        "WOONREGIE_DATABASE_URL": f"sqlite:///{database}",
    }

    def run(what):
        script.write_text(ROOM.format(source=str(SOURCE)) + what)
        done = subprocess.run(  # noqa: S603  our own script
            [sys.executable, script],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.split()

    return run


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="it brings its own database; once is enough"
)
def test_a_worker_takes_a_job_that_another_process_asked(room):
    [_key, asked] = room(ASK)
    assert asked == "waiting"

    [worker] = room(WORK)

    [state, progress, process, homes] = room(LOOK)
    assert (state, progress, homes) == ("done", "1.0", "600")
    assert process == worker
