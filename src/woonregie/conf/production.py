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
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
