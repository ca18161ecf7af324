"""What the tests use: plain static files, quick password hashes, a throw-away data folder."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "WOONREGIE_DATA_DIR" not in os.environ:
    os.environ["WOONREGIE_DATA_DIR"] = tempfile.mkdtemp(prefix="woonregie-test-")
    atexit.register(shutil.rmtree, os.environ["WOONREGIE_DATA_DIR"], ignore_errors=True)

from woonregie.conf.base import *  # noqa: F403  the data folder has to be known first
from woonregie.conf.base import DATABASES

SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
FILES_DIR = Path(os.environ["WOONREGIE_DATA_DIR"]) / "files"
RESULTS_DIR = Path(os.environ["WOONREGIE_DATA_DIR"]) / "results"
DASK = ""
# A pool of idle connections would keep the test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
# `make test` migrates one database of PostgreSQL, and every process of the tests copies it.
if "WOONREGIE_TEST_TEMPLATE" in os.environ:
    DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ["WOONREGIE_TEST_TEMPLATE"]}
# WhiteNoise warns when the folder of collected files is not there, and a warning is an error here.
STATIC_ROOT = Path(os.environ["WOONREGIE_DATA_DIR"]) / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
