"""Giving parties more time to answer; less time is never given."""

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.consents.errors import AlreadyExtendedError, AskingError
from woonregie.foundation.consents.models import Extension, Request
from woonregie.foundation.consents.permissions import ASK, require_mandate
from woonregie.foundation.consents.services.answering import require_same_thing
from woonregie.foundation.consents.services.asking import LONGEST_TERM, require_open

EXTENDED = register_act(
    "consents.extended", gettext_lazy("verlengde de termijn van een vraag om instemming")
)
LONGEST_REASON = 500


@transaction.atomic
def extend(
    *, by: Account, at: datetime, request: Request, ends_on: date, reason: str
) -> Extension:
    """Give parties more time to answer a question; the former day stays to be read.

    Also when the last day is over: then it opens again, unless silence had counted as a yes.

    Args:
        by: who extends it, for the organisation that asked.
        at: the moment.
        request: the question.
        ends_on: the last day from now on.
        reason: why; the parties read it.

    Raises:
        MandateError: she does not speak for the organisation that asked.
        WithdrawnError: the question was taken back.
        ThingChangedError: the thing is another than was asked about.
        AskingError: a day that is not later, not to come or very far, no reason, or silence
            counted already.
        AlreadyExtendedError: that is the last day already.
    """
    today = localdate(at)
    require_mandate(by, ASK, request.organisation, on=today)
    standing = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    require_open(standing)
    require_same_thing(standing, by, today, yes=False)
    ended_on, why = standing.last_day, reason.strip()
    _check(standing, ended_on, ends_on, today)
    if not why or len(why) > LONGEST_REASON or "\x00" in why:
        raise AskingError(
            _("Schrijf in 1 tot %(most)s tekens waarom partijen meer tijd krijgen.")
            % {"most": LONGEST_REASON}
        )
    given = Extension.objects.create(
        request=standing, ended_on=ended_on, ends_on=ends_on, reason=why, by=by, at=at
    )
    record(
        act=EXTENDED.name,
        by=by,
        at=at,
        target=standing,
        organisation_id=standing.organisation_id,
        payload={"until_was": ended_on, "until": ends_on},
    )
    return given


def _check(request: Request, ended_on: date, ends_on: date, today: date) -> None:
    if request.silence_agrees and ended_on < today:
        raise AskingError(
            _(
                "De laatste dag is voorbij, en wie niet antwoordde heeft nu geen bezwaar. Dat kan "
                "niet meer open. Stel de vraag opnieuw."
            )
        )
    if ends_on == ended_on:
        raise AlreadyExtendedError(
            _("De laatste dag is al %(day)s. Kies een latere dag.")
            % {"day": date_format(ended_on, "j F Y")},
            answer_by=ended_on.isoformat(),
        )
    if ends_on < ended_on:
        raise AskingError(
            _(
                "De laatste dag is nu %(day)s. Kies een latere dag: korter kan niet. Wilt u "
                "eerder antwoord, trek de vraag dan in en stel haar opnieuw."
            )
            % {"day": date_format(ended_on, "j F Y")},
            answer_by=ended_on.isoformat(),
        )
    if not today <= ends_on <= today + LONGEST_TERM:
        raise AskingError(
            _("Kies als laatste dag vandaag of later, en hoogstens tien jaar vooruit."),
            answer_by=ends_on.isoformat(),
        )
