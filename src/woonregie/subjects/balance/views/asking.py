"""What the pages of this room share: from an address to a question."""

from datetime import date

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.norms.queries import profiles_for
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.queries import municipalities_of
from woonregie.subjects.balance.forms import BalanceForm, BridgeForm
from woonregie.subjects.forecast.queries import choices_for


def balance_form(request: AccountRequest, region: Region, today: date) -> BalanceForm:
    """Return the levers of the balance as the address says."""
    return BalanceForm.asked(
        request.GET, today=today, profiles=profiles_for(region), vintages=_vintages(region, today)
    )


def bridge_form(request: AccountRequest, region: Region, today: date) -> BridgeForm:
    """Return the levers of the bridge as the address says."""
    return BridgeForm.asked(
        request.GET, today=today, profiles=profiles_for(region), vintages=_vintages(region, today)
    )


def _vintages(region: Region, today: date) -> list[tuple[str, str]]:
    ids = [item.pk for item in municipalities_of(region, on=today, fictitious=False)]
    return [
        (
            f"{vintage.slug}|{scenario}",
            f"{vintage.title}, {scenario}" if scenario else vintage.title,
        )
        for vintage, scenarios in choices_for(ids)
        for scenario in scenarios
    ]
