"""The list of plans the usual way: django-filter, django-tables2, OFFSET paging, one flat table.

Started under granian by `web-list` and `register-as-of`, with the peers' Python. Its
work is lighter than ours: one row per plan as it is today, no ledger, and everybody sees
everything. With `?op=` a moment it shows the list of then, from django-simple-history.
"""

import os
import secrets
import sys
from datetime import datetime

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
        "simple_history",
        "bench.peers.flat",
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
    USE_TZ=True,
)
django.setup()

import django_filters  # noqa: E402  the settings come first
import django_tables2  # noqa: E402
from django.contrib.auth.models import Group, Permission, User  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Case, Count, F, Sum, When  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.urls import path  # noqa: E402

from bench.peers.flat.models import Plan  # noqa: E402

FIELDS = ("number", "name", "municipality", "status", "kind", "direction", "phase")
NUMBERS = ("build", "demolition", "net", "unphased")
HARD, SOFT = ("1A", "1B", "2A", "2B"), ("1C", "2C", "3", "4A", "4B", "5A", "5B")


def fill(rows: list[dict], said: list[tuple[str, str, dict]]) -> None:
    """Make the tables and fill them: plans of today, and what was said of them at which moment."""
    kept = Plan.history.model
    with connection.schema_editor() as editor:
        for model in (ContentType, Permission, Group, User, Plan, kept):
            editor.create_model(model)
    keys = {row["number"]: at for at, row in enumerate(rows, start=1)}
    Plan.objects.bulk_create(
        (Plan(pk=keys[row["number"]], **row) for row in rows), batch_size=5000
    )
    kept.objects.bulk_create(
        (
            kept(id=keys[row["number"]], history_date=moment, history_type=kind, **row)
            for moment, kind, row in said
        ),
        batch_size=5000,
    )


class PlanTable(django_tables2.Table):
    class Meta:
        model = Plan
        fields = ("name", "number", "municipality", "status", "kind", *NUMBERS)


class HistoryTable(PlanTable):
    class Meta(PlanTable.Meta):
        model = Plan.history.model


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
    then = request.GET.get("op")
    found = Plan.history.as_of(datetime.fromisoformat(then)) if then else Plan.objects.all()
    wanted = PlanFilter(request.GET, queryset=found)

    def net_of(statuses):
        return Sum(Case(When(status__in=statuses, then=F("net")), default=0), default=0)

    totals = wanted.qs.aggregate(plans=Count("pk"), hard=net_of(HARD), soft=net_of(SOFT))
    table = (HistoryTable if then else PlanTable)(
        wanted.qs, order_by=request.GET.get("sort", "name")
    )
    django_tables2.RequestConfig(request, paginate={"per_page": 50}).configure(table)
    shown = {"filter": wanted, "table": table, "totals": totals}
    return HttpResponse(TEMPLATE.render(shown, request))


urlpatterns = [path("", plans)]
application = get_wsgi_application()

if __name__ == "__main__":
    import json

    with open(sys.argv[1], encoding="utf-8") as stream:  # noqa: PTH123
        fill(**json.load(stream))
