"""Telling everybody what waits for her: a notice once, and a mail in the rhythm that she chose."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import ngettext, override

from woonregie.foundation.accounts.models import Account, Membership
from woonregie.foundation.notices.models import Mail, MailChoice, Notice, Rhythm
from woonregie.foundation.notices.queries import choice_of, deadlines_for, turns_for
from woonregie.foundation.notices.registry import Deadline, Place, Turn, places_of
from woonregie.foundation.notices.services.mail import queue_mail

logger = logging.getLogger(__name__)

WEEK = timedelta(days=7)
SATURDAY = 5
DEADLINE_DAYS = 14
"""So many days ahead a digest names deadlines."""
KEPT_NOTICES = timedelta(days=365)
KEPT_MAIL = timedelta(days=90)


@dataclass(slots=True)
class Told:
    """What one run told."""

    people: int = 0
    notices: int = 0
    mails: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """What a digest says of one region.

    Args:
        place: the region.
        new: what she was not mailed before.
        known: what still waits.
        deadlines: the days that come.
    """

    place: Place
    new: Sequence[Turn]
    known: Sequence[Turn]
    deadlines: Sequence[Deadline]

    @property
    def turns(self) -> list[Turn]:
        """Return all that waits, what is new first."""
        return [*self.new, *self.known]


def tell_all(*, at: datetime) -> Told:
    """Tell everybody who works anywhere what waits for her, and throw away what is old.

    Each person is told in a transaction of her own: what goes wrong with one is written in the
    log of the server and keeps nobody else from hearing.
    """
    done, today = Told(), localdate(at)
    for account in _people(today):
        try:
            _tell(account, at, today, done)
        except Exception:
            done.failed += 1
            logger.exception("Could not tell account %s.", account.pk)
    _forget(at)
    return done


def _people(today: date) -> Iterable[Account]:
    holds = Q(starts_on__lte=today) & (Q(ends_before__isnull=True) | Q(ends_before__gt=today))
    working = Membership.objects.filter(holds, account=OuterRef("pk"))
    told = Notice.objects.filter(account=OuterRef("pk"), over_at__isnull=True)
    found = Account.objects.filter(Exists(working) | Exists(told), is_active=True)
    return found.order_by("pk").iterator(chunk_size=200)


@transaction.atomic
def _tell(account: Account, at: datetime, today: date, done: Told) -> None:
    choice = choice_of(account)
    with override(choice.language):
        places = places_of(account, today)
        turns = {
            place: turns_for(account, place.organisation_id, today=today).mine for place in places
        }
        made = _keep(account, turns, at)
        if _wants_mail(account, choice, today, any(turns.values())):
            sections = [_section(account, place, turns[place], today) for place in places]
            _mail(account, [part for part in sections if part.turns], at)
            _mailed(account, choice, at, today)
            done.mails += 1
    done.people += 1
    done.notices += made


def _keep(account: Account, turns: dict[Place, Sequence[Turn]], at: datetime) -> int:
    """Write a notice for each new turn, end those of turns that are over; return how many new."""
    wait = {(place.organisation_id, turn.about): turn for place in turns for turn in turns[place]}
    known = set()
    for notice in Notice.objects.filter(account=account, over_at__isnull=True):
        if (notice.organisation_id, notice.about) in wait:
            known.add((notice.organisation_id, notice.about))
        else:
            notice.over_at = at
            notice.save(update_fields=["over_at"])
    new = [(key, turn) for key, turn in wait.items() if key not in known]
    Notice.objects.bulk_create(
        Notice(
            account=account,
            organisation_id=organisation,
            about=about,
            text=turn.text,
            url=turn.url,
            told_at=at,
        )
        for (organisation, about), turn in new
    )
    return len(new)


def _wants_mail(account: Account, choice: MailChoice, today: date, waits: bool) -> bool:
    """Return whether a digest goes out today, in the rhythm that she chose."""
    if choice.rhythm == Rhythm.NEVER or not waits:
        return False
    if choice.rhythm == Rhythm.WEEKLY:
        return choice.digest_on is None or today - choice.digest_on >= WEEK
    if choice.digest_on == today or today.weekday() >= SATURDAY:
        return False
    return _unmailed(account).exists()


def _unmailed(account: Account) -> QuerySet[Notice]:
    return Notice.objects.filter(account=account, over_at__isnull=True, mailed_at__isnull=True)


def _section(account: Account, place: Place, turns: Sequence[Turn], today: date) -> Section:
    new = set(
        _unmailed(account)
        .filter(organisation=place.organisation_id)
        .values_list("about", flat=True)
    )
    return Section(
        place,
        [turn for turn in turns if turn.about in new],
        [turn for turn in turns if turn.about not in new],
        deadlines_for(account, place.organisation_id, today=today, days=DEADLINE_DAYS),
    )


def _mail(account: Account, sections: Sequence[Section], at: datetime) -> Mail:
    count = sum(len(section.turns) for section in sections)
    shown = {
        "account": account,
        "sections": sections,
        "site": settings.SITE_URL,
        "day": date_format(localdate(at), "j F Y"),
    }
    return queue_mail(
        to=account,
        at=at,
        subject=ngettext(
            "Woonregie: u bent aan zet bij %(count)s punt",
            "Woonregie: u bent aan zet bij %(count)s punten",
            count,
        )
        % {"count": count},
        text=render_to_string("notices/digest.txt", shown),
        html=render_to_string("notices/digest.html", shown),
    )


def _mailed(account: Account, choice: MailChoice, at: datetime, today: date) -> None:
    _unmailed(account).update(mailed_at=at)
    MailChoice.objects.update_or_create(
        account=account,
        defaults={"digest_on": today},
        create_defaults={
            "rhythm": choice.rhythm,
            "language": choice.language,
            "digest_on": today,
        },
    )


def _forget(at: datetime) -> None:
    """Throw away what nobody needs: mail that went out, notices of what is long over."""
    Mail.objects.filter(sent_at__lt=at - KEPT_MAIL).delete()
    Mail.objects.filter(given_up_at__lt=at - KEPT_MAIL).delete()
    Notice.objects.filter(over_at__lt=at - KEPT_NOTICES).delete()
