"""How meetings and actions are found: by title, place, agenda, what was agreed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.timezone import localdate

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.models import Event
from woonregie.foundation.meetings.models import (
    ActionItem,
    AgendaDocument,
    AgendaItem,
    Meeting,
    Outcome,
)
from woonregie.foundation.meetings.queries import visible_actions, visible_meetings
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import Region
from woonregie.foundation.search.registry import Row

PARTS: Mapping[str, tuple[type[AgendaItem | AgendaDocument | Outcome], str]] = {
    "meetings.agendaitem": (AgendaItem, "meeting"),
    "meetings.agendadocument": (AgendaDocument, "item__meeting"),
    "meetings.outcome": (Outcome, "item__meeting"),
}
"""What an act may be done to -> its model, and the way from there to its meeting."""


class Meetings:
    """The meetings of the region, with their agenda and what came of them."""

    def keys(self) -> Iterable[UUID]:
        """Return all meetings."""
        return Meeting.objects.order_by("pk").values_list("pk", flat=True)

    def rows(self, keys: Collection[UUID], today: date) -> Iterator[Row]:
        """Return them with the words of their agenda, notes and outcomes."""
        found = (
            Meeting.objects.filter(Among("id", keys))
            .select_related("region")
            .prefetch_related("items__outcomes", "items__documents")
        )
        for meeting in found:
            yield Row(
                meeting.pk,
                meeting.region.organisation_id,
                meeting.title,
                line=", ".join(part for part in (meeting.theme, meeting.place) if part),
                text=" ".join(_words(meeting)),
                argument=str(meeting.pk),
                on=localdate(meeting.starts_at) if meeting.starts_at else None,
            )

    def visible(
        self, account: Account, region: Region, keys: Collection[UUID], today: date
    ) -> set[UUID]:
        """Return those that somebody may read."""
        found = visible_meetings(account, region, today=today).filter(Among("id", keys))
        return set(found.order_by().values_list("pk", flat=True))

    def owners(self, account: Account, region: Region, today: date) -> None:
        """Return nothing: who owns it does not matter here."""

    def changed(self, event: Event) -> Collection[UUID]:
        """Return the meeting to which, or to a part of which, something was done."""
        if event.target_id is None or not event.act.startswith("meetings."):
            return ()
        if event.target_type == "meetings.meeting":
            return (event.target_id,)
        if event.target_type == "meetings.series":
            return list(
                Meeting.objects.filter(series=event.target_id).values_list("pk", flat=True)
            )
        if event.target_type not in PARTS:
            return ()
        model, way = PARTS[event.target_type]
        return list(model.objects.filter(pk=event.target_id).values_list(way, flat=True))

    def address(self, region: str, argument: str) -> str:
        """Return the page of a meeting."""
        return reverse("meetings:detail", args=[region, argument])


class Actions:
    """What was agreed that somebody will do."""

    def keys(self) -> Iterable[UUID]:
        """Return all actions."""
        return ActionItem.objects.order_by("pk").values_list("pk", flat=True)

    def rows(self, keys: Collection[UUID], today: date) -> Iterator[Row]:
        """Return them with who does it."""
        found = ActionItem.objects.filter(Among("id", keys)).select_related(
            "region", "organisation", "owner"
        )
        for action in found:
            yield Row(
                action.pk,
                action.region.organisation_id,
                action.text[:300],
                line=f"{action.owner.display_name}, {action.organisation.name}",
                argument=str(action.pk),
                on=action.due_on,
            )

    def visible(
        self, account: Account, region: Region, keys: Collection[UUID], today: date
    ) -> set[UUID]:
        """Return those that somebody may read."""
        found = visible_actions(account, region, today=today).filter(Among("id", keys))
        return set(found.order_by().values_list("pk", flat=True))

    def owners(self, account: Account, region: Region, today: date) -> None:
        """Return nothing: who owns it does not matter here."""

    def changed(self, event: Event) -> Collection[UUID]:
        """Return the action that was made with an outcome, or done."""
        if event.target_id is None:
            return ()
        if event.target_type == "meetings.actionitem":
            return (event.target_id,)
        if event.target_type == "meetings.outcome":
            made = Outcome.objects.filter(pk=event.target_id, thing_kind="acties")
            return [key for key in made.values_list("thing_id", flat=True) if key is not None]
        return ()

    def address(self, region: str, argument: str) -> str:
        """Return the page of actions with this one only: it may stand far down the list."""
        return f"{reverse('meetings:actions', args=[region])}?actie={argument}"


def _words(meeting: Meeting) -> Iterator[str]:
    yield from (meeting.title, meeting.theme, meeting.place)
    for item in meeting.items.all():
        yield from (item.title, item.notes)
        yield from (outcome.text for outcome in item.outcomes.all())
        yield from (document.title for document in item.documents.all())


MEETINGS = Meetings()
ACTIONS = Actions()
