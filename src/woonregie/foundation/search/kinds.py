"""What the rooms below this one have to be found: municipalities, norms, sources."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.models import Event
from woonregie.foundation.norms.models import Norm
from woonregie.foundation.norms.queries import all_norms
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import Municipality, Region, Settlement
from woonregie.foundation.region.queries import places_in
from woonregie.foundation.search.registry import Row
from woonregie.foundation.sources.models import Source
from woonregie.foundation.sources.queries import visible_sources


class Municipalities:
    """The municipalities of the region, by name, code and settlements."""

    def keys(self) -> Iterable[UUID]:
        """Return all municipalities."""
        return Municipality.objects.order_by("pk").values_list("pk", flat=True)

    def rows(self, keys: Collection[UUID], today: date) -> Iterator[Row]:
        """Return them with the names of their settlements."""
        settlements: dict[UUID, list[str]] = {}
        found = Settlement.objects.filter(Among("municipality", keys)).order_by("name")
        for municipality, name in found.values_list("municipality_id", "name"):
            settlements.setdefault(municipality, []).append(name)
        for place in Municipality.objects.filter(Among("id", keys)).select_related("organisation"):
            yield Row(
                place.pk,
                place.organisation_id,
                place.name,
                line=place.code,
                text=", ".join(settlements.get(place.pk, [])),
                argument=place.code,
            )

    def visible(
        self, account: Account, region: Region, keys: Collection[UUID], today: date
    ) -> set[UUID]:
        """Return those in the region: whoever works there may see its page."""
        return set(keys) & set(places_in(region, on=today))

    def owners(self, account: Account, region: Region, today: date) -> None:
        """Return nothing: who owns it does not matter here."""

    def changed(self, event: Event) -> Collection[UUID]:
        """Return all of them when the national list was loaded."""
        return list(self.keys()) if event.act == "region.list_loaded" else ()

    def address(self, region: str, argument: str) -> str:
        """Return the page of the region with this municipality open."""
        return f"{reverse('region:about', args=[region])}?gemeente={argument}"


class Norms:
    """The norms of the nation and of the region."""

    def keys(self) -> Iterable[UUID]:
        """Return all norms."""
        return Norm.objects.order_by("pk").values_list("pk", flat=True)

    def rows(self, keys: Collection[UUID], today: date) -> Iterator[Row]:
        """Return them with their source."""
        found = Norm.objects.filter(Among("id", keys)).select_related("source", "region")
        for norm in found:
            yield Row(
                norm.pk,
                norm.region.organisation_id if norm.region else None,
                norm.label,
                line=f"{norm.starts_on.year}, {norm.source.publisher}",
                text=norm.source.title,
                on=norm.starts_on,
            )

    def visible(
        self, account: Account, region: Region, keys: Collection[UUID], today: date
    ) -> set[UUID]:
        """Return those that hold in the region: whoever works there may see them."""
        return set(all_norms(region).filter(Among("id", keys)).values_list("pk", flat=True))

    def owners(self, account: Account, region: Region, today: date) -> None:
        """Return nothing: who owns it does not matter here."""

    def changed(self, event: Event) -> Collection[UUID]:
        """Return all of them after any act on norms: there are few, and one replaces another."""
        return list(self.keys()) if event.act.startswith("norms.") else ()

    def address(self, region: str, argument: str) -> str:
        """Return the list of norms."""
        return reverse("norms:list", args=[region])


class Sources:
    """Where figures come from."""

    def keys(self) -> Iterable[UUID]:
        """Return all sources."""
        return Source.objects.order_by("pk").values_list("pk", flat=True)

    def rows(self, keys: Collection[UUID], today: date) -> Iterator[Row]:
        """Return them with publisher and table."""
        for source in Source.objects.filter(Among("id", keys)):
            yield Row(
                source.pk,
                None,
                source.title,
                line=source.publisher,
                text=source.table,
                argument=source.key,
                on=source.dated_on,
            )

    def visible(
        self, account: Account, region: Region, keys: Collection[UUID], today: date
    ) -> set[UUID]:
        """Return those that somebody may see: a delivered list is kept from others."""
        found = visible_sources(account, on=today).filter(Among("id", keys))
        return set(found.values_list("pk", flat=True))

    def owners(self, account: Account, region: Region, today: date) -> None:
        """Return nothing: who owns it does not matter here."""

    def changed(self, event: Event) -> Collection[UUID]:
        """Return the source that was recorded."""
        ours = event.target_type == "sources.source" and event.target_id
        return (event.target_id,) if ours and event.target_id else ()

    def address(self, region: str, argument: str) -> str:
        """Return the page of a source."""
        return reverse("sources:detail", args=[argument])


MUNICIPALITIES = Municipalities()
NORMS = Norms()
SOURCES = Sources()
