"""The list of plans the usual way: django-filter, django-tables2, OFFSET paging, one flat table.

Started under granian by the benchmark `web-list`, with the peers' Python. Its work is lighter than
ours: one row per plan as it is today, no history, no ledger, and everybody sees everything.
"""

import os
import secrets
import sys

import django
from django.conf import settings

settings.configure(
    SECRET_KEY=secrets.token_hex(),
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django_filters",
        "django_tables2",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ.get("BENCH_DATABASE", ":memory:"),
            "CONN_MAX_AGE": 60,
            "OPTIONS": {"init_command": "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"},
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ],
    LANGUAGE_CODE="nl",
)
django.setup()

import django_filters  # noqa: E402  the settings come first
import django_tables2  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.db.models import Case, Count, F, Sum, When  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

FIELDS = ("number", "name", "municipality", "status", "kind", "direction", "phase")
NUMBERS = ("build", "demolition", "net", "unphased")
HARD, SOFT = ("1A", "1B", "2A", "2B"), ("1C", "2C", "3", "4A", "4B", "5A", "5B")


class Plan(models.Model):
    """A plan as it is today; every column that is filtered or sorted by has an index."""

    number = models.CharField(max_length=30)
    name = models.CharField(max_length=200, db_index=True)
    municipality = models.CharField(max_length=80, db_index=True)
    status = models.CharField(max_length=10, db_index=True)
    kind = models.CharField(max_length=30)
    direction = models.CharField(max_length=20, db_index=True)
    phase = models.CharField(max_length=10, db_index=True)
    build = models.IntegerField()
    demolition = models.IntegerField()
    net = models.IntegerField(db_index=True)
    unphased = models.IntegerField(db_index=True)

    class Meta:
        app_label = "peer"

    def __str__(self) -> str:
        return self.number


def fill(rows: list[dict]) -> None:
    """Make the table and fill it."""
    with connection.schema_editor() as editor:
        editor.create_model(Plan)
    Plan.objects.bulk_create((Plan(**row) for row in rows), batch_size=5000)


class PlanTable(django_tables2.Table):
    class Meta:
        model = Plan
        fields = ("name", "number", "municipality", "status", "kind", *NUMBERS)


def _choices(column: str):
    def found():
        values = Plan.objects.order_by(column).values_list(column, flat=True).distinct()
        return [(value, value) for value in values]

    return found


class PlanFilter(django_filters.FilterSet):
    zoek = django_filters.CharFilter("name", "icontains")
    gemeente = django_filters.ChoiceFilter(
        field_name="municipality", choices=_choices("municipality")
    )
    status = django_filters.ChoiceFilter(field_name="status", choices=_choices("status"))
    richting = django_filters.ChoiceFilter(field_name="direction", choices=_choices("direction"))
    fase = django_filters.ChoiceFilter(field_name="phase", choices=_choices("phase"))
    zonder_jaar = django_filters.NumberFilter("unphased", "gt")


PAGE = """{% load django_tables2 %}<!DOCTYPE html><html lang="nl"><title>Plannen</title>
<form>{{ filter.form.as_p }}<button>Toon</button></form>
<p id="totals">{{ totals.plans }} {{ totals.hard }} {{ totals.soft }}</p>
{% render_table table %}</html>"""
TEMPLATE = engines["django"].from_string(PAGE)


def plans(request):
    """Show the list: filter, totals, one page of fifty."""
    wanted = PlanFilter(request.GET, queryset=Plan.objects.all())

    def net_of(statuses):
        return Sum(Case(When(status__in=statuses, then=F("net")), default=0), default=0)

    totals = wanted.qs.aggregate(plans=Count("pk"), hard=net_of(HARD), soft=net_of(SOFT))
    table = PlanTable(wanted.qs, order_by=request.GET.get("sort", "name"))
    django_tables2.RequestConfig(request, paginate={"per_page": 50}).configure(table)
    shown = {"filter": wanted, "table": table, "totals": totals}
    return HttpResponse(TEMPLATE.render(shown, request))


urlpatterns = [path("", plans)]
application = get_wsgi_application()

if __name__ == "__main__":
    import json

    with open(sys.argv[1], encoding="utf-8") as stream:  # noqa: PTH123
        fill(json.load(stream))
