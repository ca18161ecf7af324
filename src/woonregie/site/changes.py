"""What changed, for the home page: what happened where, the same act told once.

The trail holds ids. Names are looked up here, for whoever may read the line, and a line leads on
only when its reader may open what lies behind it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from woonregie.foundation.accounts.models import Account, Organisation
from woonregie.foundation.audit.acts import all_acts
from woonregie.foundation.audit.models import Event
from woonregie.foundation.region.access import permitted
from woonregie.foundation.region.models import Region
from woonregie.foundation.region.people import organisations_in, regions_with
from woonregie.foundation.region.queries import reachable_municipalities
from woonregie.foundation.region.trail import readable_events, told_of

LOOKED_AT = 200
"""So many lines are grouped at most; older ones stand in the log."""
NAMED = 3
"""So many municipalities are named in one line."""
DECISION = "consents.decision_recorded"


@dataclass(frozen=True, slots=True)
class Change:
    """One line on the home page; `url` is empty when the reader may open nothing."""

    at: datetime
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """How an act is told: what happened, the page it leads to, the permission of that page."""

    what: Promise
    page: str = ""
    permission: str = ""


def _of_plans(**told: Promise) -> Mapping[str, Line]:
    """Return the lines of acts that lead to the page of their plan."""
    return {
        f"plans.{name}": Line(what, "plans:detail", "plans.view") for name, what in told.items()
    }


def _of_commitments(**told: Promise) -> Mapping[str, Line]:
    """Return the lines of acts on commitments."""
    return {
        f"commitments.{name}": Line(what, "commitments:list", "commitments.view")
        for name, what in told.items()
    }


LINES: Mapping[str, Line] = {
    "plans.plan_created": Line(gettext_lazy("plan vastgelegd"), "plans:detail", "plans.view"),
    "plans.plan_changed": Line(gettext_lazy("plan gewijzigd"), "plans:detail", "plans.view"),
    **_of_plans(
        event_booked=gettext_lazy("mutatie geboekt"),
        homes_moved=gettext_lazy("overdracht geboekt"),
        homes_exchanged=gettext_lazy("ruil geboekt"),
        posting_corrected=gettext_lazy("boeking hersteld"),
        write_down_agreed=gettext_lazy("afboeking afgesproken"),
        write_down_in_force=gettext_lazy("afboeking geboekt"),
        write_down_withdrawn=gettext_lazy("afgesproken afboeking ingetrokken"),
        related=gettext_lazy("relatie tussen plannen vastgelegd"),
        relation_ended=gettext_lazy("relatie tussen plannen beëindigd"),
        decision_recorded=gettext_lazy("planologisch besluit vastgelegd"),
        decision_taken_back=gettext_lazy("planologisch besluit teruggenomen"),
        bottleneck_reported=gettext_lazy("knelpunt gemeld"),
        bottleneck_solved=gettext_lazy("knelpunt opgelost"),
        file_attached=gettext_lazy("bijlage toegevoegd"),
        file_detached=gettext_lazy("bijlage weggehaald"),
        location_claimed=gettext_lazy("claim op een locatie vastgelegd"),
        prospect_judged=gettext_lazy("kansrijkheid beoordeeld"),
        unchanged=gettext_lazy("bevestigd dat er niets veranderd is"),
    ),
    **{
        f"meetings.{name}": Line(what, "meetings:list", "meetings.speak")
        for name, what in {
            "planned": gettext_lazy("vergadering gepland"),
            "series_started": gettext_lazy("reeks vergaderingen gepland"),
            "changed": gettext_lazy("vergadering gewijzigd"),
            "invited": gettext_lazy("uitnodigingen verstuurd"),
            "cancelled": gettext_lazy("vergadering afgezegd"),
            "poll_answered": gettext_lazy("datumprikker ingevuld"),
            "date_chosen": gettext_lazy("datum van een vergadering gekozen"),
            "backlog_added": gettext_lazy("punt in de voorraad gezet"),
            "backlog_withdrawn": gettext_lazy("punt uit de voorraad gehaald"),
            "item_added": gettext_lazy("punt op een agenda gezet"),
            "item_moved": gettext_lazy("agendapunt verplaatst"),
            "item_removed": gettext_lazy("agendapunt weggehaald"),
            "document_added": gettext_lazy("vergaderstuk geleverd"),
            "notes_kept": gettext_lazy("meegeschreven bij een agendapunt"),
            "outcome_recorded": gettext_lazy("uitkomst van een vergadering vastgelegd"),
            "held": gettext_lazy("vergadering afgesloten"),
            "action_done": gettext_lazy("actiepunt klaar"),
        }.items()
    },
    "notices.mail_chosen": Line(gettext_lazy("mailkeuze gewijzigd")),
    "notices.calendar_made": Line(gettext_lazy("adres voor de agenda gemaakt")),
    "notices.calendar_revoked": Line(gettext_lazy("adres voor de agenda ingetrokken")),
    "balance.totals_published": Line(
        gettext_lazy("totalen gepubliceerd"), "balance:published", "totals.view"
    ),
    "disclosure.audience_said": Line(
        gettext_lazy("vastgelegd wie een plan mag zien"), "plans:list", "plans.view"
    ),
    "disclosure.audience_lifted": Line(
        gettext_lazy("een plan mag weer gewoonlijk gezien worden"),
        "plans:list",
        "plans.view",
    ),
    "documents.remarked": Line(gettext_lazy("opmerking gemaakt"), "plans:list", "plans.view"),
    "documents.remark_settled": Line(
        gettext_lazy("opmerking afgehandeld"), "plans:list", "plans.view"
    ),
    "documents.read_otherwise": Line(
        gettext_lazy("andere lezing vastgelegd"), "plans:list", "plans.view"
    ),
    "documents.reading_withdrawn": Line(
        gettext_lazy("lezing ingetrokken"), "plans:list", "plans.view"
    ),
    "documents.work_opened": Line(gettext_lazy("document begonnen"), "documents:list"),
    "documents.work_changed": Line(gettext_lazy("document gewijzigd"), "documents:list"),
    "documents.edition_frozen": Line(gettext_lazy("editie voorgelegd"), "documents:list"),
    "documents.edition_adopted": Line(gettext_lazy("editie vastgesteld"), "documents:list"),
    "documents.change_proposed": Line(
        gettext_lazy("wijziging van een document voorgesteld"), "documents:list"
    ),
    "documents.conflict_resolved": Line(
        gettext_lazy("botsing in een document opgelost"), "documents:list"
    ),
    "documents.proposal_accepted": Line(
        gettext_lazy("wijzigingsvoorstel overgenomen"), "documents:list"
    ),
    "documents.proposal_rejected": Line(
        gettext_lazy("wijzigingsvoorstel afgewezen"), "documents:list"
    ),
    "documents.proposal_withdrawn": Line(
        gettext_lazy("wijzigingsvoorstel ingetrokken"), "documents:list"
    ),
    "documents.model_kept": Line(gettext_lazy("modelbepaling bewaard"), "documents:models"),
    "documents.model_withdrawn": Line(
        gettext_lazy("modelbepaling ingetrokken"), "documents:models"
    ),
    "documents.text_staged": Line(gettext_lazy("tekst aangeleverd")),
    "documents.text_corrected": Line(gettext_lazy("aangeleverde tekst verbeterd")),
    "plans.bookings_taken_in": Line(
        gettext_lazy("boekingen ingelezen"), "plans:list", "plans.view"
    ),
    "plans.changes_taken_in": Line(
        gettext_lazy("mutaties van gebouwen ingelezen"), "plans:realisation", "plans.view"
    ),
    "plans.proposal_decided": Line(
        gettext_lazy("voorstel voor een boeking beoordeeld"), "plans:realisation", "plans.view"
    ),
    "region.facts_recorded": Line(
        gettext_lazy("getelde jaartotalen vastgelegd"), "plans:realisation", "plans.view"
    ),
    "plans.filter_saved": Line(gettext_lazy("filter bewaard")),
    "plans.filter_forgotten": Line(gettext_lazy("filter verwijderd")),
    "plans.list_applied": Line(gettext_lazy("lijst verwerkt"), "plans:list", "plans.view"),
    "plans.plans_changed": Line(
        gettext_lazy("plannen gewijzigd in een tabel"), "plans:list", "plans.view"
    ),
    "plans.list_previewed": Line(
        gettext_lazy("lijst aangeleverd"), "plans:imports", "plans.import"
    ),
    "plans.columns_learned": Line(
        gettext_lazy("kolommen van een eigen lijst geleerd"), "plans:learned", "plans.import"
    ),
    "plans.meaning_forgotten": Line(
        gettext_lazy("kolom of woord vergeten"), "plans:learned", "plans.import"
    ),
    "plans.list_answered": Line(
        gettext_lazy("vragen bij een lijst beantwoord"), "plans:imports", "plans.import"
    ),
    "plans.delivered": Line(gettext_lazy("plannen aan een ander geleverd")),
    "plans.programme_set": Line(
        gettext_lazy("bouwprogramma vastgelegd"), "plans:programme", "totals.view"
    ),
    "plans.leads_set": Line(
        gettext_lazy("leidend systeem vastgelegd"), "plans:leads", "totals.view"
    ),
    "plans.layout_saved": Line(
        gettext_lazy("indeling van een ontvanger vastgelegd"), "plans:layouts", "totals.view"
    ),
    "plans.layout_withdrawn": Line(
        gettext_lazy("indeling van een ontvanger weggehaald"), "plans:layouts", "totals.view"
    ),
    **_of_commitments(
        made=gettext_lazy("afspraak vastgelegd"),
        withdrawn=gettext_lazy("afspraak ingetrokken"),
        replaced=gettext_lazy("afspraak vervangen door een nieuwe"),
        measure_added=gettext_lazy("maat aan een afspraak toegevoegd"),
        measure_withdrawn=gettext_lazy("maat van een afspraak ingetrokken"),
        condition_added=gettext_lazy("voorwaarde bij een afspraak vastgelegd"),
        condition_met=gettext_lazy("voorwaarde van een afspraak vervuld"),
        condition_withdrawn=gettext_lazy("voorwaarde van een afspraak ingetrokken"),
        observed=gettext_lazy("waarde bij een afspraak opgegeven"),
        judged=gettext_lazy("afspraak beoordeeld"),
        measured=gettext_lazy("afspraken opnieuw doorgerekend"),
    ),
    "forecast.vintage_imported": Line(
        gettext_lazy("prognose ingelezen"), "forecast:list", "forecast.view"
    ),
    "forecast.reference_chosen": Line(
        gettext_lazy("referentieprognose gekozen"), "forecast:list", "forecast.view"
    ),
    "forecast.backtest_kept": Line(
        gettext_lazy("terugblik op prognoses vastgelegd"), "forecast:shelf_life", "forecast.view"
    ),
    "forecast.starting_point_recorded": Line(
        gettext_lazy("uitgangspunt voor prognoses vastgelegd"), "forecast:list", "forecast.view"
    ),
    "forecast.scenario_saved": Line(gettext_lazy("prognosescenario bewaard")),
    "forecast.scenario_shared": Line(
        gettext_lazy("prognosescenario gedeeld met de regio"), "forecast:list", "forecast.view"
    ),
    "forecast.scenario_adopted": Line(
        gettext_lazy("prognosescenario vastgesteld"), "forecast:list", "forecast.view"
    ),
    "forecast.scenario_withdrawn": Line(gettext_lazy("prognosescenario ingetrokken")),
    **{
        f"forecast.own_need_{act}": Line(words, "forecast:own_need", "forecast.view")
        for act, words in (
            ("laid_down", gettext_lazy("definitie van eigen behoefte vastgelegd")),
            ("chosen", gettext_lazy("gekozen welke eigen behoefte telt")),
            ("dissented", gettext_lazy("afwijkend standpunt over eigen behoefte vastgelegd")),
            ("dissent_withdrawn", gettext_lazy("afwijkend standpunt ingetrokken")),
        )
    },
    "norms.norm_set": Line(gettext_lazy("norm gewijzigd"), "norms:list", "totals.view"),
    "norms.norm_corrected": Line(gettext_lazy("norm verbeterd"), "norms:list", "totals.view"),
    "norms.profile_saved": Line(gettext_lazy("definitie vastgelegd"), "norms:list", "totals.view"),
    "consents.decision_recorded": Line(gettext_lazy("besluit vastgelegd"), "consents:decisions"),
    "consents.asked": Line(gettext_lazy("instemming gevraagd"), "consents:list"),
    "consents.extended": Line(
        gettext_lazy("termijn van een vraag om instemming verlengd"), "consents:list"
    ),
    "consents.withdrawn": Line(gettext_lazy("vraag om instemming ingetrokken"), "consents:list"),
    "consents.answered": Line(gettext_lazy("vraag om instemming beantwoord"), "consents:list"),
    "consents.reservation_settled": Line(
        gettext_lazy("afloop van een voorbehoud vastgelegd"), "consents:list"
    ),
    "consents.signed": Line(gettext_lazy("getekend"), "consents:list"),
    "consents.root_added": Line(
        gettext_lazy("uitgever van certificaten vertrouwd"), "consents:roots"
    ),
    "consents.root_ended": Line(
        gettext_lazy("uitgever van certificaten opgezegd"), "consents:roots"
    ),
    "sources.source_recorded": Line(gettext_lazy("bron vastgelegd")),
    "region.list_loaded": Line(gettext_lazy("lijst van gemeenten geladen"), "region:about"),
    "region.borders_imported": Line(gettext_lazy("gemeentegrenzen ingelezen"), "region:about"),
    "region.region_made": Line(gettext_lazy("regio gemaakt"), "region:about"),
    "region.party_added": Line(gettext_lazy("organisatie toegevoegd"), "region:about"),
    "accounts.token_made": Line(gettext_lazy("toegangssleutel gemaakt")),
    "accounts.token_revoked": Line(gettext_lazy("toegangssleutel ingetrokken")),
    "accounts.invited": Line(gettext_lazy("iemand uitgenodigd"), "region:people", "people.view"),
    "accounts.role_added": Line(gettext_lazy("rol gegeven"), "region:people", "people.view"),
    "accounts.membership_ended": Line(
        gettext_lazy("rol beëindigd"), "region:people", "people.view"
    ),
    "accounts.account_closed": Line(
        gettext_lazy("account gesloten"), "region:people", "people.view"
    ),
    "accounts.account_opened": Line(
        gettext_lazy("account geopend"), "region:people", "people.view"
    ),
}


def changes_for(account: Account, region: Region, *, today: date, most: int = 8) -> list[Change]:
    """Return what changed in a region as far as somebody may know it, newest first."""
    organisations = organisations_in([region.pk], on=today)
    events = list(
        readable_events(account, on=today).filter(
            organisation_id__in=list(organisations.values_list("pk", flat=True))
        )[:LOOKED_AT]
    )
    # What she may not know of is no news.
    told = told_of(account, events, on=today).acts
    events = [event for event in events if event.pk in told]
    groups = _grouped(_worth_telling(events))[:most]
    names = {
        key: organisation.name
        for key, organisation in Organisation.objects.in_bulk(
            {event.organisation_id for event in events}
        ).items()
    }
    door = _doors(account, region, today)
    return [_change(group, names, door(group)) for group in groups]


def _worth_telling(events: Sequence[Event]) -> list[Event]:
    """Leave out decisions that were recorded with what was decided: that is told already."""
    told = {(event.organisation_id, _day(event)) for event in events if event.act != DECISION}
    return [
        event
        for event in events
        if event.act != DECISION or (event.organisation_id, _day(event)) not in told
    ]


def _grouped(events: Iterable[Event]) -> list[list[Event]]:
    """Return the events by act and day, in the order of the newest of each."""
    found: dict[tuple[object, ...], list[Event]] = {}
    for event in events:
        found.setdefault((event.act, _day(event)), []).append(event)
    return list(found.values())


def _day(event: Event) -> date:
    return timezone.localtime(event.at).date()


def _change(group: list[Event], names: Mapping[UUID, str], url: str) -> Change:
    first, line = group[0], LINES.get(group[0].act)
    what = line.what if line else all_acts()[first.act].sentence
    places = list(
        dict.fromkeys(
            names[event.organisation_id]
            for event in group
            if event.organisation_id and event.organisation_id in names
        )
    )
    told = _("%(where)s: %(what)s") % {"where": _listed(places), "what": what}
    number = first.payload.get("number")
    if len(group) > 1 and len(places) == 1:
        times = ngettext("%(count)s keer", "%(count)s keer", len(group)) % {"count": len(group)}
        told = f"{told} ({times})"
    elif len(group) == 1 and number and url:
        # The number of a plan is for who may open it.
        told = f"{told} ({number})"
    return Change(at=first.at, text=told, url=url)


def _listed(names: Sequence[str]) -> str:
    """Return "Kampen", "Kampen, Zwolle" or "Kampen, Ommen, Raalte en nog 8"."""
    if len(names) <= NAMED:
        return ", ".join(names)
    return _("%(names)s en nog %(more)s") % {
        "names": ", ".join(names[:NAMED]),
        "more": len(names) - NAMED,
    }


def _doors(account: Account, region: Region, today: date) -> Callable[[list[Event]], str]:
    """Return a function that gives the address behind a group, or nothing."""
    places: dict[UUID, str] = dict(
        reachable_municipalities(account, "plans.view", on=today).values_list(
            "organisation_id", "code"
        )
    )
    everybody = region.pk in regions_with(account, "people.view", on=today)

    def may(line: Line, organisation_id: UUID | None) -> bool:
        if line.permission == "plans.view":
            return organisation_id in places or (
                organisation_id == region.organisation_id and bool(places)
            )
        if line.permission == "people.view":
            return everybody
        return not line.permission or permitted(account, line.permission, region, on=today)

    def door(group: list[Event]) -> str:
        first, line = group[0], LINES.get(group[0].act)
        if line is None or not line.page or not may(line, first.organisation_id):
            return ""
        number = first.payload.get("number")
        codes = {
            places[event.organisation_id] for event in group if event.organisation_id in places
        }
        if line.page == "plans:detail" and len(group) == 1 and number:
            return reverse("plans:detail", args=[region.slug, number])
        if line.permission == "plans.view":
            address = reverse("plans:list", args=[region.slug])
            return f"{address}?gemeente={codes.pop()}" if len(codes) == 1 else address
        return reverse(line.page, args=[region.slug])

    return door
