"""The door for the web server: `granian --interface wsgi woonregie.site.wsgi:application`."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "woonregie.conf.production")
application = get_wsgi_application()

# All pages are known before the first is asked for, and what is here now stays for good: the
# garbage collector, which took a tenth of a second on every twentieth page, need not look at it.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
