"""What happens to a plan, one page each: bookings, write-downs, decisions, relations."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.requests import AccountRequest
from woonregie.foundation.consents.models import Decision
from woonregie.foundation.consents.services import record_decision
from woonregie.foundation.pages.errors import ForbiddenError, RefusedError
from woonregie.subjects.plans import services
from woonregie.subjects.plans.errors import UnknownPlanError
from woonregie.subjects.plans.forms import bookings
from woonregie.subjects.plans.models import MovementKind, Plan, Posting, RelationKind
from woonregie.subjects.plans.permissions import may
from woonregie.subjects.plans.queries import account_statement, visible_plans
from woonregie.subjects.plans.queries.decisions import decisions_of
from woonregie.subjects.plans.queries.relations import relations_on
from woonregie.subjects.plans.queries.withheld import withheld
from woonregie.subjects.plans.queries.write_downs import write_downs_of
from woonregie.subjects.plans.values import PlanValues
from woonregie.subjects.plans.views.records import Asked, found

# What stands in the address, and what it books.
EVENTS = {
    "realisatie": MovementKind.REALISATION,
    "sloop": MovementKind.DEMOLITION,
    "onttrekking": MovementKind.WITHDRAWAL,
    "verval": MovementKind.EXPIRY,
}

WHAT_IT_IS = {
    "realisatie": gettext_lazy(
        "Woningen die klaar zijn. Zij gaan af van wat er nog te bouwen is, "
        "het vroegste jaar eerst."
    ),
    "sloop": gettext_lazy("Woningen die gesloopt zijn. Zij gaan af van wat er nog te slopen is."),
    "onttrekking": gettext_lazy(
        "Woningen die verdwenen zonder sloop, bijvoorbeeld door samenvoegen of een ander gebruik."
    ),
    "verval": gettext_lazy(
        "Woningen die niet meer komen zonder dat iemand ze afboekte, "
        "bijvoorbeeld omdat een besluit verliep."
    ),
}


def account(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Show the account of a plan as a bank statement."""
    asked = found(request, region, number)
    plan_id = asked.version.plan_id
    statement = account_statement(plan_id, on=asked.on, known_on=asked.known_on)
    touched = {number for line in statement.lines for number in line.others}
    names = _names(request, asked, plan__number__in=touched) if touched else {}
    shown = {
        **_page(request, asked),
        "statement": statement,
        "lines": [
            (line, [(number, names.get(number, "")) for number in line.others])
            for line in statement.newest_first
        ],
        "write_downs": write_downs_of(plan_id, known_on=asked.known_on),
        "events": [(slug, kind.label) for slug, kind in EVENTS.items()],
    }
    return render(request, "plans/account.html", shown)


def book(request: AccountRequest, region: str, number: str, slug: str) -> HttpResponse:
    """Book homes that were built, demolished, withdrawn, or lapsed."""
    if slug not in EVENTS:
        raise Http404
    asked = _editable(request, region, number)
    kind = EVENTS[slug]
    form = bookings.EventForm(request.POST or None, initial={"on": asked.on})

    def do(values: dict[str, Any], at: datetime) -> None:
        services.book_event(
            by=request.user,
            at=at,
            plan=asked.version.plan,
            kind=kind,
            on=values["on"],
            dwellings=values["dwellings"],
            reason=values["reason"],
            decision=_decision(request, asked, values, at),
            included_from=values["included_from"],
        )

    title = _("%(kind)s boeken") % {"kind": kind.label.capitalize()}
    words = _Words(title, _("Boek"), str(WHAT_IT_IS[slug]))
    return _act(request, asked, form, do, words, "plans:account")


def move(request: AccountRequest, region: str, number: str, slug: str) -> HttpResponse:
    """Move homes to another plan, or exchange them."""
    asked = _editable(request, region, number)
    exchange = slug == "ruil"
    form_class = bookings.ExchangeForm if exchange else bookings.MoveForm
    form = form_class(request.POST or None, initial={"on": asked.on})
    _suggest(form.fields["receiver"], request, asked)

    def do(values: dict[str, Any], at: datetime) -> None:
        services.move_homes(
            by=request.user,
            at=at,
            giver=asked.version.plan,
            receiver=_other(request, asked, values["receiver"]),
            on=values["on"],
            dwellings=values["dwellings"],
            exchange=exchange,
            reason=values["reason"],
            decision=_decision(request, asked, values, at),
        )

    title = _("Woningen ruilen") if exchange else _("Woningen overdragen aan een ander plan")
    words = _Words(
        title,
        _("Boek"),
        _("Wat dit plan geeft, krijgt het andere. Samen houden zij evenveel woningen."),
    )
    return _act(request, asked, form, do, words, "plans:account")


def write_down(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Write capacity down."""
    asked = _editable(request, region, number)
    form = bookings.WriteDownForm(request.POST or None, initial={"agreed_on": asked.on})

    def do(values: dict[str, Any], at: datetime) -> None:
        decision = _decision(request, asked, values, at)
        if decision is None:
            raise UnknownPlanError(_("Een afboeking rust op een besluit of afspraak."))
        names = ("dwellings", "reason", "explanation", "agreed_on", "effective_on")
        care = ("landowner", "compensation_risk", "foreseeable_on")
        services.write_down(
            by=request.user,
            at=at,
            plan=asked.version.plan,
            decision=decision,
            **{name: values[name] for name in (*names, *care)},
        )

    words = _Words(
        _("Capaciteit afboeken"),
        _("Leg vast"),
        _("De capaciteit daalt op de dag dat de afboeking rechtsgeldig is, niet eerder."),
    )
    return _act(request, asked, form, do, words, "plans:account")


def put_in_force(request: AccountRequest, region: str, number: str, key: UUID) -> HttpResponse:
    """Book an agreed write-down."""
    asked = _editable(request, region, number)
    agreed = get_object_or_404(write_downs_of(asked.version.plan_id), pk=key)
    form = bookings.InForceForm(request.POST or None, initial={"effective_on": asked.on})

    def do(values: dict[str, Any], at: datetime) -> None:
        services.put_in_force(by=request.user, at=at, agreed=agreed, **values)

    words = _Words(
        _("Afboeking van %(homes)s woningen rechtsgeldig maken") % {"homes": agreed.dwellings},
        _("Boek"),
        _("Op die dag gaan de woningen van de rekening af. Dan pas daalt de harde capaciteit."),
    )
    return _act(request, asked, form, do, words, "plans:account")


def withdraw(request: AccountRequest, region: str, number: str, key: UUID) -> HttpResponse:
    """Withdraw an agreed write-down."""
    asked = _editable(request, region, number)
    agreed = get_object_or_404(write_downs_of(asked.version.plan_id), pk=key)
    form = bookings.WithdrawForm(request.POST or None, initial={"on": asked.on})

    def do(values: dict[str, Any], at: datetime) -> None:
        services.withdraw_write_down(by=request.user, at=at, agreed=agreed, **values)

    words = _Words(
        _("Afspraak over %(homes)s woningen intrekken") % {"homes": agreed.dwellings},
        _("Trek in"),
        _("De woningen blijven meetellen. De afspraak blijft zichtbaar, als ingetrokken."),
    )
    return _act(request, asked, form, do, words, "plans:account")


def correct(request: AccountRequest, region: str, number: str, key: UUID) -> HttpResponse:
    """Undo a posting by its mirror image."""
    asked = _editable(request, region, number)
    posting = get_object_or_404(
        Posting.objects.filter(movements__plan=asked.version.plan_id).distinct(), pk=key
    )
    form = bookings.CorrectForm(request.POST or None)

    def do(values: dict[str, Any], at: datetime) -> None:
        services.correct_posting(by=request.user, at=at, posting=posting, **values)

    words = _Words(
        _("Boeking van %(day)s herstellen") % {"day": posting.booked_on.strftime("%d-%m-%Y")},
        _("Herstel"),
        _(
            "Wij boeken dezelfde woningen terug, op dezelfde dag. "
            "Was er iets anders? Boek dat daarna."
        ),
    )
    return _act(request, asked, form, do, words, "plans:account")


def decisions(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Show the planning decisions of a plan, and record one."""
    asked = found(request, region, number)
    form = bookings.PlanningDecisionForm(request.POST or None, initial={"decided_on": asked.on})
    page = _page(request, asked)
    if request.method == "POST":
        _may_edit(page["may_edit"], asked)

    def do(values: dict[str, Any], at: datetime) -> None:
        services.record_planning_decision(
            by=request.user, at=at, plan=asked.version.plan, **values
        )

    answer = _done(request, asked, form, do, "plans:decisions")
    shown = {
        **page,
        "form": form,
        "decisions": decisions_of(asked.version.plan_id, known_on=asked.known_on),
    }
    return answer or render(request, "plans/decisions.html", shown, status=_status(form))


def take_back(request: AccountRequest, region: str, number: str, key: UUID) -> HttpResponse:
    """Take back a planning decision that was recorded by mistake."""
    asked = _editable(request, region, number)
    recorded = get_object_or_404(decisions_of(asked.version.plan_id), pk=key)

    def do(_values: dict[str, Any], at: datetime) -> None:
        services.take_back_planning_decision(by=request.user, at=at, recorded=recorded)

    words = _Words(
        _("Besluit terugnemen: %(decision)s") % {"decision": recorded},
        _("Neem terug"),
        _(
            "Doe dit alleen als het per vergissing is vastgelegd. Voor een vernietigd of "
            "ingetrokken besluit legt u een nieuwe stap vast."
        ),
    )
    form = django_forms.Form(request.POST or None)
    return _act(request, asked, form, do, words, "plans:decisions")


def relations(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Show how a plan relates to others, and relate it."""
    asked = found(request, region, number)
    form = bookings.RelationForm(request.POST or None, initial={"valid_on": asked.on})
    _suggest(form.fields["other"], request, asked)
    page = _page(request, asked)
    if request.method == "POST":
        _may_edit(page["may_edit"], asked)

    def do(values: dict[str, Any], at: datetime) -> None:
        services.relate(
            by=request.user,
            at=at,
            plan=asked.version.plan,
            other=_other(request, asked, values["other"]),
            kind=values["kind"],
            valid_on=values["valid_on"],
            reason=values["reason"],
        )

    answer = _done(request, asked, form, do, "plans:relations")
    plan_id = asked.version.plan_id
    standing = relations_on(plan_id, on=asked.on, known_on=asked.known_on)
    related = [
        (row, RelationKind(row.kind).label, row.other if row.plan_id == plan_id else row.plan)
        for row in standing
    ]
    names = _names(request, asked, plan__in=[other.pk for _row, _label, other in related])
    # Of a plan that the reader may not see on this day, not even the number is told; of one that
    # is kept from her, not even the relation.
    kept = withheld(request.user, today=timezone.localdate())
    rows = [
        (row, label, other.number, names.get(other.number, ""))
        for row, label, other in related
        if other.pk not in kept
    ]
    shown = {**page, "form": form, "relations": rows}
    return answer or render(request, "plans/relations.html", shown, status=_status(form))


def end_relation(request: AccountRequest, region: str, number: str, key: UUID) -> HttpResponse:
    """End a relation."""
    asked = _editable(request, region, number)
    relation = get_object_or_404(relations_on(asked.version.plan_id, on=asked.on), pk=key)
    form = bookings.EndRelationForm(request.POST or None, initial={"ends_before": asked.on})

    def do(values: dict[str, Any], at: datetime) -> None:
        services.end_relation(by=request.user, at=at, relation=relation, **values)

    words = _Words(
        _("Relatie beëindigen: %(relation)s") % {"relation": RelationKind(relation.kind).label},
        _("Beëindig"),
        _("Daarna telt ieder plan weer voor zichzelf mee."),
    )
    return _act(request, asked, form, do, words, "plans:relations")


def split(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Split a plan into parts."""
    asked = _editable(request, region, number)
    form = bookings.SplitForm(request.POST or None, initial={"on": asked.on})

    def do(values: dict[str, Any], at: datetime) -> None:
        said = PlanValues.of(asked.version)
        services.split_plan(
            by=request.user,
            at=at,
            plan=asked.version.plan,
            on=values["on"],
            parts=[(said.named(name), homes) for name, homes in form.parts()],
            reason=values["reason"],
        )

    words = _Words(
        _("Plan splitsen"),
        _("Splits"),
        _(
            "De delen krijgen samen alle woningen van dit plan: %(homes)s. Zij beginnen met "
            "dezelfde kenmerken; u past ze daarna aan."
        )
        % {"homes": asked.held().build},
    )
    return _act(request, asked, form, do, words, "plans:relations", "plans/split.html")


def merge(request: AccountRequest, region: str, number: str) -> HttpResponse:
    """Let other plans go up in this one."""
    asked = _editable(request, region, number)
    form = bookings.MergeForm(request.POST or None, initial={"on": asked.on})

    def do(values: dict[str, Any], at: datetime) -> None:
        services.merge_plans(
            by=request.user,
            at=at,
            plans=[_other(request, asked, number) for number in form.numbers()],
            into=asked.version.plan,
            on=values["on"],
            reason=values["reason"],
        )

    words = _Words(
        _("Plannen samenvoegen tot dit plan"),
        _("Voeg samen"),
        _("Alle woningen gaan naar dit plan. De andere plannen blijven vindbaar."),
    )
    return _act(request, asked, form, do, words, "plans:relations")


# ------------------------------------------------------------------ what all acts share
@dataclass(frozen=True, slots=True)
class _Words:
    heading: str
    button: str
    lead: str = ""


def _act(
    request: AccountRequest,
    asked: Asked,
    form: django_forms.Form,
    do: Callable[[dict[str, Any], datetime], None],
    words: _Words,
    back: str,
    template: str = "plans/act.html",
) -> HttpResponse:
    """Show a form, and do what it asks."""
    answer = _done(request, asked, form, do, back)
    shown = {
        **_page(request, asked),
        "form": form,
        "words": words,
        "submit_label": words.button,
        "cancel_url": _address(back, asked),
    }
    return answer or render(request, template, shown, status=_status(form))


def _done(
    request: AccountRequest,
    asked: Asked,
    form: django_forms.Form,
    do: Callable[[dict[str, Any], datetime], None],
    back: str,
) -> HttpResponse | None:
    """Do what a sent form asks; None when there is nothing to do, or it was refused."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        do(form.cleaned_data, timezone.now())
    except ForbiddenError:
        raise
    except RefusedError as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, _("Vastgelegd."))
    return redirect(_address(back, asked))


def _status(form: django_forms.Form) -> int:
    return 400 if form.is_bound and form.errors else 200


def _address(name: str, asked: Asked) -> str:
    return reverse(name, args=[asked.region.slug, asked.version.plan.number])


def _page(request: AccountRequest, asked: Asked) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "version": asked.version,
        "on": asked.on,
        "known_on": asked.known_on,
        "query": asked.query,
        "may_edit": may(request.user, "plans.edit", asked.version.municipality, on=today),
    }


def _editable(request: AccountRequest, region: str, number: str) -> Asked:
    """Return a plan that the reader may change; as it is now known."""
    asked = found(request, region, number, known_now=True)
    today = timezone.localdate()
    _may_edit(may(request.user, "plans.edit", asked.version.municipality, on=today), asked)
    return asked


def _may_edit(allowed: bool, asked: Asked) -> None:
    if not allowed:
        raise ForbiddenError(
            _("U mag plannen van %(name)s niet wijzigen.")
            % {"name": asked.version.municipality.name}
        )


def _other(request: AccountRequest, asked: Asked, number: str) -> Plan:
    """Return another plan by its number, if the reader may see it."""
    today = timezone.localdate()
    visible = visible_plans(account=request.user, region=asked.region, on=asked.on, today=today)
    version = visible.filter(plan__number=number.strip().upper()).first()
    if version is None:
        raise UnknownPlanError(
            _("Plan %(number)s bestaat niet, of is niet voor u.") % {"number": number.strip()},
            number=number.strip(),
        )
    return version.plan


def _names(request: AccountRequest, asked: Asked, **which: Any) -> dict[str, str]:
    """Return the names of plans by number, as far as the reader may see them."""
    today = timezone.localdate()
    visible = visible_plans(
        account=request.user,
        region=asked.region,
        on=asked.on,
        known_on=asked.known_on,
        today=today,
    )
    found = visible.filter(**which).order_by("name", "plan__number")
    return dict(found.values_list("plan__number", "name"))


def _suggest(field: django_forms.Field, request: AccountRequest, asked: Asked) -> None:
    """Offer the other plans of the municipality in a field that asks for one."""
    names = _names(request, asked, municipality=asked.version.municipality)
    names.pop(asked.version.plan.number, None)
    if isinstance(field.widget, bookings.PlanNumber):
        field.widget.plans = names.items()


def _decision(
    request: AccountRequest, asked: Asked, values: dict[str, Any], at: datetime
) -> Decision | None:
    """Return the decision that was filled in; None when there was none."""
    if not values.get("body"):
        return None
    return record_decision(
        by=request.user,
        at=at,
        organisation=asked.version.municipality.organisation,
        body=values["body"],
        title=values["decision_title"],
        number=values["decision_number"],
        decided_on=values["decided_on"],
        invented=asked.region.demonstration,
    )
