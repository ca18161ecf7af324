"""What a server uses: everything secret or local comes from the environment.

And HTTPS is assumed.
"""

import os

from woonregie.conf.base import *  # noqa: F403  settings are a list of names by Django's design

SECRET_KEY = os.environ["WOONREGIE_SECRET_KEY"]
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Probes come over plain http from inside the cluster.
SECURE_REDIRECT_EXEMPT = [r"^gezond/"]
# Invitations and forgotten passwords go by mail.
EMAIL_HOST = os.environ.get("WOONREGIE_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("WOONREGIE_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("WOONREGIE_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("WOONREGIE_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("WOONREGIE_EMAIL_TLS", "") == "yes"
DEFAULT_FROM_EMAIL = os.environ.get("WOONREGIE_EMAIL_FROM", "woonregie@localhost")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
