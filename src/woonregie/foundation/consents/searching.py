"""How requests for consent and decisions are found, each by who may read them."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.models import Event
from woonregie.foundation.consents.models import Answer, Decision, Request
from woonregie.foundation.consents.queries import visible_decisions, visible_requests
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import Region
from woonregie.foundation.search.registry import Row


class Requests:
    """Requests for consent, by their question, who was asked and what was answered."""

    def keys(self) -> Iterable[UUID]:
        """Return all requests."""
        return Request.objects.order_by("pk").values_list("pk", flat=True)

    def rows(self, keys: Collection[UUID], today: date) -> Iterator[Row]:
        """Return them with their parties and what these said."""
        found = Request.objects.filter(Among("id", keys)).select_related("organisation", "region")
        said: dict[UUID, list[str]] = {}
        answers = Answer.objects.filter(consent__request__in=list(keys)).order_by("answered_at")
        for key, reason in answers.values_list("consent__request_id", "reason"):
            said.setdefault(key, []).append(reason)
        for request in found.prefetch_related("consents__organisation", "extensions"):
            names = sorted(consent.organisation.name for consent in request.consents.all())
            yield Row(
                request.pk,
                request.region.organisation_id,
                str(request),
                line=f"{request.organisation.name}: {', '.join(names)}",
                text="\n".join(filter(None, [request.question, *said.get(request.pk, [])])),
                argument=str(request.pk),
                on=request.last_day,
            )

    def visible(
        self, account: Account, region: Region, keys: Collection[UUID], today: date
    ) -> set[UUID]:
        """Return those that somebody may read."""
        found = visible_requests(account, region, today=today).filter(Among("id", keys))
        return set(found.values_list("pk", flat=True))

    def owners(self, account: Account, region: Region, today: date) -> None:
        """Return nothing: who owns it does not matter here."""

    def changed(self, event: Event) -> Collection[UUID]:
        """Return the request to which something was done."""
        ours = event.target_type == "consents.request" and event.target_id
        return (event.target_id,) if ours and event.target_id else ()

    def address(self, region: str, argument: str) -> str:
        """Return the page of a request."""
        return reverse("consents:detail", args=[region, argument])


class Decisions:
    """Decisions of bodies, by title, body and number."""

    def keys(self) -> Iterable[UUID]:
        """Return all decisions."""
        return Decision.objects.order_by("pk").values_list("pk", flat=True)

    def rows(self, keys: Collection[UUID], today: date) -> Iterator[Row]:
        """Return them with body, organisation and number."""
        for decision in Decision.objects.filter(Among("id", keys)).select_related("organisation"):
            told = [decision.body, decision.organisation.name, decision.number]
            yield Row(
                decision.pk,
                # A province or corporation owns nothing in search: `visible` decides.
                None,
                decision.title,
                line=", ".join(filter(None, told)),
                argument=str(decision.pk),
                on=decision.decided_on,
            )

    def visible(
        self, account: Account, region: Region, keys: Collection[UUID], today: date
    ) -> set[UUID]:
        """Return those that somebody may read."""
        found = visible_decisions(account, region, today=today).filter(Among("id", keys))
        return set(found.values_list("pk", flat=True))

    def owners(self, account: Account, region: Region, today: date) -> None:
        """Return nothing: who owns it does not matter here."""

    def changed(self, event: Event) -> Collection[UUID]:
        """Return the decision that was recorded."""
        ours = event.target_type == "consents.decision" and event.target_id
        return (event.target_id,) if ours and event.target_id else ()

    def address(self, region: str, argument: str) -> str:
        """Return the page of a decision."""
        return reverse("consents:decision", args=[region, argument])


REQUESTS = Requests()
DECISIONS = Decisions()
