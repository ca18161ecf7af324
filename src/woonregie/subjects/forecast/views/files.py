"""A scenario as a file."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.pages.charts import EXAMPLE
from woonregie.subjects.forecast.ensembles import fan_of
from woonregie.subjects.forecast.exports import scenario_csv, scenario_pdf, scenario_xlsx
from woonregie.subjects.forecast.exports.outcome import file_name
from woonregie.subjects.forecast.pictures import dwellings, households
from woonregie.subjects.forecast.pictures import fan as drawn
from woonregie.subjects.forecast.queries import outcome_of
from woonregie.subjects.forecast.views.asking import asked_scenario, look_at, wanted


def as_csv(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Give the outcome by municipality and year as csv."""
    found = asked_scenario(request, region, key)
    return scenario_csv(found, outcome_of(found), fan_of(found))


def as_xlsx(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Give the outcome, the levers and the sources as a workbook."""
    found = asked_scenario(request, region, key)
    return scenario_xlsx(found, outcome_of(found), fan_of(found))


def as_pdf(request: AccountRequest, region: str, key: UUID) -> HttpResponse:
    """Give the scenario as a document for a meeting."""
    found = asked_scenario(request, region, key)
    outcome, fan = outcome_of(found), fan_of(found)
    asked = wanted(request, outcome)
    look = look_at(outcome, asked, found.region, timezone.localdate())
    first = (
        drawn.fan(
            fan,
            who=look.who,
            place=asked.code,
            year=asked.year,
            vintage=look.vintage,
            vintage_name=look.vintage_name,
        )
        if fan
        else households(look)
    )
    name = file_name(found) + (f"-{EXAMPLE}" if found.region.demonstration else "")
    response = HttpResponse(
        scenario_pdf(found, outcome, fan, [first, dwellings(look)]), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
