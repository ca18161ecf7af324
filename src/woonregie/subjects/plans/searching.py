"""How plans are found: by number, name, place, notes and remarks; only whole plans."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.models import Event
from woonregie.foundation.disclosure.queries import seen_by
from woonregie.foundation.documents.models import Remark
from woonregie.foundation.pages.among import Among
from woonregie.foundation.region.models import Municipality, Region
from woonregie.foundation.region.queries import reachable_in, reader_of
from woonregie.foundation.search.registry import Row
from woonregie.subjects.plans.groups import PLAN
from woonregie.subjects.plans.models import Plan, PlanVersion
from woonregie.subjects.plans.queries import visible_plans


class Plans:
    """The plans of the register, as they are today and as they are known to become."""

    def keys(self) -> Iterable[UUID]:
        """Return all plans."""
        return Plan.objects.order_by("pk").values_list("pk", flat=True).iterator()

    def rows(self, keys: Collection[UUID], today: date) -> Iterator[Row]:
        """Return plans that are, or are known to come; what is over is found no longer."""
        goes_on = Q(ends_before__isnull=True) | Q(ends_before__gt=today)
        found = (
            PlanVersion.objects.filter(goes_on, Among("plan", keys), superseded_at__isnull=True)
            .select_related("plan", "municipality__organisation", "settlement")
            .defer("geometry", "phasing")
            .order_by("plan", "valid_on")
        )
        remarks = _remarks(keys)
        for key, versions in groupby(found, key=lambda version: version.plan_id):
            yield _row(list(versions), remarks.get(key, []))

    def visible(
        self, account: Account, region: Region, keys: Collection[UUID], today: date
    ) -> set[UUID]:
        """Return those of which somebody may see everything, also the notes."""
        found = visible_plans(account=account, region=region, on=today, today=today)
        return set(found.filter(Among("plan", keys)).values_list("plan_id", flat=True))

    def owners(self, account: Account, region: Region, today: date) -> frozenset[UUID] | None:
        """Return the municipalities whose plans she usually sees, unless others share one."""
        if seen_by(reader_of(account, on=today), PLAN, on=today).shown:
            return None
        places = reachable_in(region, account, "plans.view", on=today)
        found = Municipality.objects.filter(Among("id", places)).order_by()
        return frozenset(found.values_list("organisation_id", flat=True))

    def changed(self, event: Event) -> Collection[UUID]:
        """Return the plan that an act was about, or those of which it said something new."""
        if event.target_type == PLAN and event.target_id:
            return (event.target_id,)
        if not event.act.startswith("plans."):
            return ()
        said = PlanVersion.objects.filter(
            Q(recorded_at=event.at) | Q(superseded_at=event.at)
        ).order_by()
        if event.organisation_id:
            said = said.filter(municipality__organisation=event.organisation_id)
        return set(said.values_list("plan_id", flat=True))

    def address(self, region: str, argument: str) -> str:
        """Return the page of a plan."""
        return reverse("plans:detail", args=[region, argument])


PLANS = Plans()


def _row(versions: list[PlanVersion], remarks: list[str]) -> Row:
    now, *later = versions
    place = now.settlement.name if now.settlement else ""
    line = [now.plan.number, *filter(None, [place]), now.municipality.name]
    text = [now.note, *remarks]
    for version in later:
        # What it will be called is findable today; the title stays that of today.
        text += [said for said in (version.name, version.note) if said not in {now.name, *text}]
    return Row(
        now.plan_id,
        now.municipality.organisation_id,
        now.name,
        line=", ".join(dict.fromkeys(line)),
        text="\n".join(filter(None, text)),
        argument=now.plan.number,
        on=now.valid_on,
        # Whoever books or says anything of a plan says a version: another version, another plan.
        state="+".join(str(version.pk) for version in versions),
    )


def _remarks(keys: Collection[UUID]) -> dict[UUID, list[str]]:
    """Return the remarks on plans with their answers: whoever sees the plan sees these."""
    found: dict[UUID, list[str]] = {}
    said = Remark.objects.filter(Among("target_id", keys), target_type=PLAN)
    for key, text, answer in said.values_list("target_id", "text", "settlement"):
        found.setdefault(key, []).extend(filter(None, [text, answer]))
    return found
