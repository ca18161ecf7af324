"""What `make start` uses: one computer, SQLite, a key of its own under the data folder."""

import os
import secrets

from woonregie.conf.base import *  # noqa: F403  settings are a list of names by Django's design
from woonregie.conf.base import DATA_DIR, SECRET_KEY, STORAGES


def _own_key() -> str:
    """Keep one random key per data folder, so that a restart does not log everybody out."""
    place = DATA_DIR / "secret_key"
    if not place.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        place.write_text(secrets.token_urlsafe(50))
        place.chmod(0o600)
    return place.read_text()


SECRET_KEY = SECRET_KEY or _own_key()
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *os.environ.get("WOONREGIE_ALLOWED_HOSTS", "").split(),
]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
# One computer needs no compressed copies; making them took a quarter of the first start.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
