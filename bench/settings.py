"""What benchmarks run on: as `make start`, but static files are not collected first."""

from woonregie.conf.development import *  # noqa: F403  settings are a list of names by Django's design
from woonregie.conf.development import ALLOWED_HOSTS, STATIC_ROOT, STORAGES

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
