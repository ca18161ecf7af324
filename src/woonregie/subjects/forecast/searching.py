"""How scenarios are found: by name, owner and why they were made, each by who may read it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.models import Event
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import Region
from woonregie.foundation.search.registry import Row
from woonregie.subjects.forecast.models import ForecastScenario
from woonregie.subjects.forecast.queries import visible_scenarios


class Scenarios:
    """Scenarios of forecasts that were not withdrawn."""

    def keys(self) -> Iterable[UUID]:
        """Return all scenarios."""
        return ForecastScenario.objects.order_by("pk").values_list("pk", flat=True)

    def rows(self, keys: Collection[UUID], today: date) -> Iterator[Row]:
        """Return those that were not withdrawn, with their owner and note."""
        found = ForecastScenario.objects.filter(Among("id", keys), withdrawn_at__isnull=True)
        for one in found.select_related("organisation", "region", "starting_point"):
            yield Row(
                one.pk,
                one.region.organisation_id,
                one.name,
                line=f"{one.organisation.name}, {one.starting_point.title}",
                text=one.note,
                argument=str(one.pk),
            )

    def visible(
        self, account: Account, region: Region, keys: Collection[UUID], today: date
    ) -> set[UUID]:
        """Return those that somebody may read."""
        found = visible_scenarios(account=account, region=region, on=today)
        return set(found.filter(Among("id", keys)).values_list("pk", flat=True))

    def owners(self, account: Account, region: Region, today: date) -> frozenset[UUID]:
        """Return the region: a scenario is found in its own only."""
        return frozenset([region.organisation_id])

    def changed(self, event: Event) -> Collection[UUID]:
        """Return the scenario that an act was about."""
        ours = event.target_type == "forecast.forecastscenario" and event.target_id
        return (event.target_id,) if ours and event.target_id else ()

    def address(self, region: str, argument: str) -> str:
        """Return the page of forecasts."""
        return reverse("forecast:list", args=[region])


SCENARIOS = Scenarios()
