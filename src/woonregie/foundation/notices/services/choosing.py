"""How somebody wants to hear what waits for her."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.services import record
from woonregie.foundation.notices.errors import NoticeError
from woonregie.foundation.notices.models import Language, MailChoice, Notice, Rhythm

CHOSEN = register_act("notices.mail_chosen", gettext_lazy("koos wanneer er mail komt"))


@transaction.atomic
def choose_mail(*, by: Account, at: datetime, rhythm: str, language: str) -> MailChoice:
    """Keep how often somebody is mailed, and in which language; the same again writes nothing.

    Raises:
        NoticeError: a rhythm or a language that we do not have.
    """
    if rhythm not in Rhythm.values or language not in Language.values:
        raise NoticeError(
            _("Kies hoe vaak u mail wilt, en in welke taal."), rhythm=rhythm, language=language
        )
    choice, made = MailChoice.objects.select_for_update().get_or_create(account=by)
    if not made and (choice.rhythm, choice.language) == (rhythm, language):
        return choice
    choice.rhythm, choice.language = rhythm, language
    choice.save(update_fields=["rhythm", "language"])
    record(act=CHOSEN.name, by=by, at=at, target=choice, payload={"rhythm": rhythm})
    return choice


@transaction.atomic
def mark_read(*, by: Account, at: datetime) -> int:
    """Say that somebody read all that she was told, and return how many that were.

    No line in the trail: what somebody read is nobody else's business.
    """
    return Notice.objects.filter(account=by, read_at__isnull=True).update(read_at=at)
