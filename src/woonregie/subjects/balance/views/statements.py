"""The statement "Hoe het ervoor staat": page, PDF and sheet say the same."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.charts import csv_response
from woonregie.foundation.pages.sheets import workbook_response
from woonregie.foundation.region.access import region_for
from woonregie.foundation.region.queries import municipalities_of
from woonregie.subjects.balance import pictures, queries
from woonregie.subjects.balance.exports import statement_pdf, statement_sheets
from woonregie.subjects.balance.views.asking import balance_form
from woonregie.subjects.balance.views.bench import table_of


def statement(request: AccountRequest, region: str, code: str = "") -> HttpResponse:
    """Show the statement of the region, or of one municipality."""
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    form = balance_form(request, place, today)
    question = form.question(today)
    found = queries.statement(
        account=request.user, region=place, question=question, today=today, code=code
    )
    chart = pictures.coverage(found.balance, found.row)
    if request.GET.get("csv") == chart.key:
        return csv_response(chart, demonstration=place.demonstration)
    shown = {
        "form": form,
        "statement": found,
        "chart": chart,
        "table": table_of(found.balance, [found.row] if code else None),
        "code": code,
        "query": request.GET.urlencode(),
        "municipalities": municipalities_of(place, on=question.on, fictitious=False),
    }
    return render(request, "balance/statement.html", shown)


def statement_file(
    request: AccountRequest, region: str, kind: str, code: str = ""
) -> HttpResponse:
    """Return the statement as "pdf" or "xlsx"."""
    if kind not in {"pdf", "xlsx"}:
        raise Http404
    today = timezone.localdate()
    place = region_for(request.user, region, today=today)
    question = balance_form(request, place, today).strict_question(today)
    found = queries.statement(
        account=request.user, region=place, question=question, today=today, code=code
    )
    name = f"hoe-het-ervoor-staat-{code or region}-{question.on}"
    if kind == "xlsx":
        return workbook_response(name, statement_sheets(found))
    response = HttpResponse(statement_pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
