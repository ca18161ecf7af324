"""Finding documents and their clauses."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.models import Event
from woonregie.foundation.documents.models import Clause, ClauseRevision, Edition, Work
from woonregie.foundation.documents.queries import visible_works
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import Region
from woonregie.foundation.search.registry import Row

WORK = "documents.work"
TITLE = 90
"""So many characters of a clause stand in a list of what was found."""


class Works:
    """Documents, by title and reference."""

    def keys(self) -> Iterable[UUID]:
        """Return all documents."""
        return Work.objects.order_by("pk").values_list("pk", flat=True)

    def rows(self, keys: Collection[UUID], today: date) -> Iterator[Row]:
        """Return them with their parties."""
        found = Work.objects.filter(Among("id", keys)).select_related("region")
        states = _states(keys)
        for work in found.prefetch_related("parties__organisation"):
            parties = ", ".join(sorted(str(party) for party in work.parties.all()))
            yield Row(
                work.pk,
                work.region.organisation_id,
                work.title,
                line=work.code,
                text=parties,
                argument=work.code,
                # Who says yes says it to a text: a text that changed is another document.
                state=states.get(work.pk, ""),
            )

    def visible(
        self, account: Account, region: Region, keys: Collection[UUID], today: date
    ) -> set[UUID]:
        """Return those that somebody may read."""
        readable = visible_works(account, region, today=today)
        return set(readable.filter(Among("id", keys)).values_list("pk", flat=True))

    def owners(self, account: Account, region: Region, today: date) -> None:
        """Return nothing: who reads a document hangs on its parties, not on one owner."""

    def changed(self, event: Event) -> Collection[UUID]:
        """Return the document to which something was done."""
        ours = event.target_type == WORK and event.target_id
        return (event.target_id,) if ours and event.target_id else ()

    def address(self, region: str, argument: str) -> str:
        """Return the page of a document."""
        return reverse("documents:work", args=[region, argument])


class Clauses:
    """Clauses as they read now, by their words."""

    def keys(self) -> Iterable[UUID]:
        """Return all clauses."""
        return Clause.objects.order_by("pk").values_list("pk", flat=True)

    def rows(self, keys: Collection[UUID], today: date) -> Iterator[Row]:
        """Return them with the document they stand in; what was deleted is left out."""
        found = (
            ClauseRevision.objects.filter(Among("clause", keys))
            .select_related("clause__work__region")
            .order_by("clause_id", "number")
        )
        for row in {row.clause_id: row for row in found}.values():
            if row.gone:
                continue
            clause, work = row.clause, row.clause.work
            words = Truncator(" ".join(row.text.split())).chars(TITLE)
            yield Row(
                clause.pk,
                work.region.organisation_id,
                f"{clause.number} {words}",
                line=f"{clause.code}, {work.title}",
                text=f"{row.text}\n{row.plain}".strip(),
                argument=f"{work.code}/{clause.number}",
            )

    def visible(
        self, account: Account, region: Region, keys: Collection[UUID], today: date
    ) -> set[UUID]:
        """Return those in documents that somebody may read."""
        readable = visible_works(account, region, today=today)
        found = Clause.objects.filter(Among("id", keys), work__in=readable)
        return set(found.values_list("pk", flat=True))

    def owners(self, account: Account, region: Region, today: date) -> None:
        """Return nothing: who reads a document hangs on its parties, not on one owner."""

    def changed(self, event: Event) -> Collection[UUID]:
        """Return the clauses of the document to which something was done."""
        if event.target_type != WORK or event.target_id is None:
            return ()
        return list(
            Clause.objects.filter(work=event.target_id).order_by("pk").values_list("pk", flat=True)
        )

    def address(self, region: str, argument: str) -> str:
        """Return the page of a clause."""
        code, _sep, number = argument.partition("/")
        return reverse("documents:clause", args=[region, code, number])


WORKS = Works()
CLAUSES = Clauses()


def _states(keys: Collection[UUID]) -> dict[UUID, str]:
    """Return what tells the text of a document: its newest frozen edition, or all that it says."""
    said = ClauseRevision.objects.filter(Among("clause__work", keys)).order_by("recorded_at", "pk")
    found = {work: str(last) for work, last in said.values_list("clause__work", "pk")}
    frozen = Edition.objects.filter(Among("work", keys), frozen_at__isnull=False)
    for work, digest in frozen.order_by("number").values_list("work", "digest"):
        found[work] = digest or ""
    return found
