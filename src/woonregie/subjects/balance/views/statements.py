"""The statement "Hoe het ervoor staat": page, PDF and sheet say the same."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.norms.queries import profiles_for
from woonregie.foundation.pages.charts import csv_response
from woonregie.foundation.pages.sheets import workbook_response
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import municipalities_of
from woonregie.subjects.balance import pictures, queries
from woonregie.subjects.balance.exports import statement_pdf, statement_sheets
from woonregie.subjects.balance.forms import BalanceForm
from woonregie.subjects.balance.queries import Statement
from woonregie.subjects.balance.views.bench import table_of


def statement(request: AccountRequest, region: str, code: str = "") -> HttpResponse:
    """Show the statement of the region, or of one municipality."""
    place, found = _found(request, region, code)
    chart = pictures.coverage(found.balance, found.row)
    if request.GET.get("csv") == chart.key:
        return csv_response(chart)
    shown = {
        "statement": found,
        "chart": chart,
        "table": table_of(found.balance, [found.row] if code else None),
        "code": code,
        "query": request.GET.urlencode(),
        "municipalities": municipalities_of(place, on=timezone.localdate(), fictitious=False),
    }
    return render(request, "balance/statement.html", shown)


def statement_file(
    request: AccountRequest, region: str, kind: str, code: str = ""
) -> HttpResponse:
    """Return the statement as "pdf" or "xlsx"."""
    _place, found = _found(request, region, code)
    name = f"hoe-het-ervoor-staat-{code or region}-{found.balance.question.on}"
    if kind == "xlsx":
        return workbook_response(name, statement_sheets(found))
    if kind != "pdf":
        raise Http404
    response = HttpResponse(statement_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _found(request: AccountRequest, region: str, code: str) -> tuple[Region, Statement]:
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    form = BalanceForm.asked(request.GET, today=today, profiles=profiles_for(place), vintages=[])
    question = form.question(today)
    return place, queries.statement(
        account=request.user, region=place, question=question, today=today, code=code
    )
