"""How much memory one web worker holds after serving every kind of page."""

import json
import os
import subprocess
import sys

from bench.result import Result

# In a process of its own, because memory once taken is not always given back.
SERVE = """
import json, resource, sys
import django
django.setup()
from django.core.management import call_command
from django.test import Client
paths = json.loads(sys.argv[1])
if paths:
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
# What loading needed is not what serving needs: measure in a second process.
"""
VISIT = """
import json, sys
import django
django.setup()
from django.test import Client
from woonregie.foundation.accounts.models import Account, Membership
from django.conf import settings
settings.ALLOWED_HOSTS.append("testserver")
client = Client()
paths = json.loads(sys.argv[1])
if paths:
    member = Membership.objects.filter(role="region_secretary").first()
    client.force_login(member.account, backend=settings.AUTHENTICATION_BACKENDS[0])
answers = {path: client.get(path).status_code for path in paths}
rss = int(next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1])
print(json.dumps({"answers": answers, "mb": rss / 1024}))
"""
PAGES = [
    "/west-overijssel/",
    "/west-overijssel/plannen/",
    "/west-overijssel/plannen/kaart/",
    "/west-overijssel/prognoses/",
    "/west-overijssel/balans/",
    "/west-overijssel/stand/",
    "/api/v1/plannen",
]


def measure() -> Result:
    """Visit the main pages in one process and read its resident memory."""
    _run(SERVE, PAGES)
    visited = json.loads(_run(VISIT, PAGES))
    wrong = {path: status for path, status in visited["answers"].items() if status != 200}
    if wrong:
        raise AssertionError(f"pages that did not answer 200: {wrong}")
    empty = json.loads(_run(VISIT, []))
    return Result(
        name="worker-memory",
        measured=round(visited["mb"], 1),
        unit="MB",
        goal=200.0,
        peer="the same process before its first page",
        peer_measured=round(empty["mb"], 1),
        note=f"Resident memory after {len(PAGES)} main pages "
        "of the demonstration region, charts included.",
    )


def _run(program: str, paths: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, json.dumps(paths)],
        capture_output=True,
        check=False,
        text=True,
        env={**os.environ, "PYTHONPATH": "src"},
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
