"""Commitments as they can be found, by the words in which they were made."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.models import Event
from woonregie.foundation.commitments.models import Commitment, Measure
from woonregie.foundation.commitments.queries import readable
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import Region
from woonregie.foundation.search.registry import Row


class Commitments:
    """What was promised, by title, parties, words and measures."""

    def keys(self) -> Iterable[UUID]:
        """Return all commitments."""
        return Commitment.objects.order_by("pk").values_list("pk", flat=True)

    def rows(self, keys: Collection[UUID], today: date) -> Iterator[Row]:
        """Return those that stand; what was withdrawn is found no longer."""
        titles: dict[UUID, list[str]] = {}
        measures = Measure.objects.filter(Among("commitment", keys), withdrawn_at__isnull=True)
        for key, title in measures.order_by("due_on", "pk").values_list("commitment", "title"):
            titles.setdefault(key, []).append(title)
        found = Commitment.objects.filter(Among("id", keys), withdrawn_at__isnull=True)
        for one in found.select_related("debtor", "region"):
            yield Row(
                one.pk,
                one.region.organisation_id,
                one.title,
                line=", ".join(filter(None, [one.reference, one.debtor.name, one.theme])),
                text="\n".join([one.text, *titles.get(one.pk, [])]),
                argument=str(one.pk),
                on=one.starts_on,
            )

    def visible(
        self, account: Account, region: Region, keys: Collection[UUID], today: date
    ) -> set[UUID]:
        """Return those that somebody may read."""
        found = readable(account, region, today=today).filter(Among("id", keys))
        return set(found.values_list("pk", flat=True))

    def owners(self, account: Account, region: Region, today: date) -> frozenset[UUID]:
        """Return the region: a commitment is found in its own only."""
        return frozenset([region.organisation_id])

    def changed(self, event: Event) -> Collection[UUID]:
        """Return the commitment that an act was about."""
        ours = event.target_type == "commitments.commitment" and event.target_id
        return (event.target_id,) if ours and event.target_id else ()

    def address(self, region: str, argument: str) -> str:
        """Return the page of a commitment."""
        return reverse("commitments:detail", args=[region, argument])


COMMITMENTS = Commitments()
