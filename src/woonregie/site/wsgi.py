"""The door for the web server: `granian --interface wsgi woonregie.site.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "woonregie.conf.production")
application = get_wsgi_application()
