"""Recording where figures come from, and freezing what was known."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from woonregie.foundation.accounts.models import Account
from woonregie.foundation.audit.acts import register_act
from woonregie.foundation.audit.digest import digest, plain
from woonregie.foundation.audit.services import record
from woonregie.foundation.sources.models import Snapshot, Source

SOURCE_RECORDED = register_act("sources.source_recorded", gettext_lazy("legde een bron vast"))


@transaction.atomic
def record_source(*, by: Account | None, at: datetime, key: str, **values: Any) -> Source:
    """Return the source with this key, made or brought up to date; the same again writes nothing.

    Args:
        at: the moment of recording.
        by: who does this; None is the system itself.
        key: name of the source in addresses.
        values: fields of `Source`: publisher, title, table, dated_on, licence, url, certainty,
            kind, note, file.
    """
    present = Source.objects.filter(key=key).first()
    if present and all(getattr(present, name) == value for name, value in values.items()):
        return present
    changed = sorted(
        name for name, value in values.items() if present and getattr(present, name) != value
    )
    source, _made = Source.objects.update_or_create(key=key, defaults=values)
    payload = {"key": key, "changed": changed} if changed else {"key": key}
    record(act=SOURCE_RECORDED.name, by=by, at=at, target=source, payload=payload)
    return source


def freeze(
    *,
    on: date,
    known_on: datetime,
    profile: str,
    vintage: str = "",
    norms: Mapping[str, Any] | None = None,
) -> Snapshot:
    """Return the snapshot of these five; the same five always give the same row."""
    content = {
        "on": on,
        "known_on": known_on,
        "profile": profile,
        "vintage": vintage,
        "norms": plain(norms or {}),
    }
    snapshot, _made = Snapshot.objects.get_or_create(digest=digest(content), defaults=content)
    return snapshot
